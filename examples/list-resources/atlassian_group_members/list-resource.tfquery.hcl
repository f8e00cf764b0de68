list "atlassian_group_members" "users" {
  provider = atlassian
  limit    = 10000

  config {
    search_term = "users"
  }
}
