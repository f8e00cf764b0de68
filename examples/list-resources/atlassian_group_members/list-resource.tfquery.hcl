list "atlassian_group_members" "users" {
  provider = atlassian

  config {
    search_term = "users"
  }
}
