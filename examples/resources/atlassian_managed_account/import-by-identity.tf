import {
  to = atlassian_managed_account.kofi
  identity = {
    account_id = "712020:e667d177-72fe-5332-bf28-233e0815fe3d"
  }
}
