import {
  to = atlassian_user.chen
  # An account ID or an e-mail address, after the directory and a slash where the organization has several directories.
  id = "chen.li@acme.example"

  # id = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8/712020:4b961e56-9af8-5741-9a85-fdcea79070a5"
}

resource "atlassian_user" "chen" {
  email = "chen.li@acme.example"
}
