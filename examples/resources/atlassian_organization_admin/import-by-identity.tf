import {
  to = atlassian_organization_admin.ada
  identity = {
    account_id = "712020:a19af8ef-da33-5019-82d4-29da642ebbc3"
  }
}
