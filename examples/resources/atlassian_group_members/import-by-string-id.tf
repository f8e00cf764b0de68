import {
  to = atlassian_group_members.engineering
  # Directory and group. The directory is optional.
  id = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8/8f24bad3-ba6f-5e36-bad9-3805e19ae032"
}

resource "atlassian_group_members" "engineering" {
  group_id = "8f24bad3-ba6f-5e36-bad9-3805e19ae032"

  account_ids = [
    "712020:4b961e56-9af8-5741-9a85-fdcea79070a5",
    "712020:142f6393-2a4c-5103-b86d-6a6a8e3ff4f4",
    "712020:4de5a2f0-a616-5383-b755-ca08a41c7f72",
  ]
}
