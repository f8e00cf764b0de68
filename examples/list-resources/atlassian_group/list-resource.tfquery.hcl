list "atlassian_group" "users" {
  provider = atlassian

  config {
    search_term = "users"
  }
}
