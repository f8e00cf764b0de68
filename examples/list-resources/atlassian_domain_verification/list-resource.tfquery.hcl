list "atlassian_domain_verification" "verified" {
  provider = atlassian
  limit    = 10000

  config {
    status = "verified"
  }
}
