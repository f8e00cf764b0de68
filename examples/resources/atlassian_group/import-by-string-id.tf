import {
  to = atlassian_group.engineering
  # By the IDs of directory and group. The directory is optional.
  id = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8/8f24bad3-ba6f-5e36-bad9-3805e19ae032"

  # By the name, if you do not know the ID.
  # id = "name:engineering"
}

resource "atlassian_group" "engineering" {
  name        = "engineering"
  description = "Everyone who ships"
}
