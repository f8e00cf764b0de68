list "atlassian_group" "users" {
  provider = atlassian
  limit    = 10000

  config {
    search_term = "users"
  }
}
