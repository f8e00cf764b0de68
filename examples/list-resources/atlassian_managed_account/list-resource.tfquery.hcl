# Managed accounts that nobody can log in with.
list "atlassian_managed_account" "deactivated" {
  provider = atlassian

  config {
    status = ["deactivated"]
  }
}
