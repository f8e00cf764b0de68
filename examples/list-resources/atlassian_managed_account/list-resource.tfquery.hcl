# Managed accounts that nobody can log in with.
list "atlassian_managed_account" "deactivated" {
  provider = atlassian
  limit    = 10000

  config {
    status = ["deactivated"]
  }
}
