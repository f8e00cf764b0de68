# Every IP allowlist of the organization.
list "atlassian_ip_allowlist" "all" {
  provider = atlassian
  limit    = 10000
}
