list "atlassian_classification_level" "all" {
  provider = atlassian
  limit    = 10000

  config {
    include_archived = true
  }
}
