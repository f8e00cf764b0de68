# Everybody who can use the organization's apps, with the last activity in each app.
data "atlassian_users" "active" {
  status = ["active"]
  expand = ["product_access"]
}

# People who have access to an app, and whom Atlassian has not seen in any for 90 days.
locals {
  dormant = [
    for user in data.atlassian_users.active.users : coalesce(user.email, user.account_id)
    if length(user.product_access) > 0 && (user.last_active == null ? true : timecmp(user.last_active, timeadd(plantimestamp(), "-2160h")) < 0)
  ]
}

check "nobody_is_dormant" {
  assert {
    condition     = length(local.dormant) == 0
    error_message = "Not seen for 90 days: ${join(", ", local.dormant)}."
  }
}

# Managed accounts in use without two-step verification. Nobody may be missing from the list, so it has no search_term.
data "atlassian_users" "without_two_step_verification" {
  claim_status = "managed"
  status       = ["active"]
  mfa_enabled  = false
}

check "two_step_verification" {
  assert {
    condition     = length(data.atlassian_users.without_two_step_verification.users) == 0
    error_message = "Without two-step verification: ${join(", ", data.atlassian_users.without_two_step_verification.users[*].account_id)}."
  }
}

# People who have left. A mistyped address would find nobody, so it must not pass unnoticed.
data "atlassian_users" "leavers" {
  emails = ["julia.santos@acme.example", "kofi.mensah@acme.example"]
  expand = ["groups"]
}

check "leavers_are_out" {
  assert {
    condition     = length(data.atlassian_users.leavers.not_found) == 0
    error_message = "There is no account ${join(", ", data.atlassian_users.leavers.not_found)}."
  }
  assert {
    condition     = alltrue([for user in data.atlassian_users.leavers.users : user.status != "active"])
    error_message = "A leaver can still use the organization's apps."
  }
}
