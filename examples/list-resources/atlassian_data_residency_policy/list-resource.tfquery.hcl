list "atlassian_data_residency_policy" "all" {
  provider = atlassian
  limit    = 10000
}
