import {
  to = atlassian_organization_admins.this
  identity = {
    organization_id = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
  }
}
