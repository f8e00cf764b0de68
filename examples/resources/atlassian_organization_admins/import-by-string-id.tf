import {
  to = atlassian_organization_admins.this
  # The ID of the organization.
  id = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
}

resource "atlassian_organization_admins" "this" {
  account_ids = [
    "712020:a19af8ef-da33-5019-82d4-29da642ebbc3",
  ]
}
