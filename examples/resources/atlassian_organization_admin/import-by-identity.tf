import {
  to = atlassian_organization_admin.chen
  identity = {
    account_id = "712020:4b961e56-9af8-5741-9a85-fdcea79070a5"
  }
}

resource "atlassian_organization_admin" "chen" {
  account_id = "712020:4b961e56-9af8-5741-9a85-fdcea79070a5"
}
