# Every data security policy of the organization.
list "atlassian_data_security_policy" "all" {
  provider = atlassian
  limit    = 10000
}
