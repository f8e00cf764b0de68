list "atlassian_group_membership" "engineering" {
  provider = atlassian
  limit    = 10000

  config {
    group_id = "8f24bad3-ba6f-5e36-bad9-3805e19ae032"
  }
}
