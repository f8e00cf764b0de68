list "atlassian_domain_verification" "verified" {
  provider = atlassian

  config {
    status = "verified"
  }
}
