import {
  to = atlassian_group_membership.chen
  # Directory, group and account. The directory is optional.
  id = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8/8f24bad3-ba6f-5e36-bad9-3805e19ae032/712020:4b961e56-9af8-5741-9a85-fdcea79070a5"
}

resource "atlassian_group_membership" "chen" {
  group_id = "8f24bad3-ba6f-5e36-bad9-3805e19ae032"
  email    = "chen.li@acme.example"
}
