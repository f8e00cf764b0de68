import {
  to = atlassian_managed_account.kofi
  # The ID of the account, or its e-mail address.
  id = "712020:e667d177-72fe-5332-bf28-233e0815fe3d"
}

resource "atlassian_managed_account" "kofi" {
  account_id = "712020:e667d177-72fe-5332-bf28-233e0815fe3d"
  active     = false
}
