list "atlassian_organization_admin" "all" {
  provider = atlassian
}
