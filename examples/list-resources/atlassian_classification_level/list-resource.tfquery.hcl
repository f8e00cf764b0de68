list "atlassian_classification_level" "all" {
  provider = atlassian

  config {
    include_archived = true
  }
}
