# The ID of the account, or its e-mail address.
terraform import atlassian_managed_account.kofi 712020:e667d177-72fe-5332-bf28-233e0815fe3d
