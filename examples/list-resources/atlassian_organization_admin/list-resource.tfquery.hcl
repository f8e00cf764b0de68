list "atlassian_organization_admin" "all" {
  provider = atlassian
  limit    = 10000
}
