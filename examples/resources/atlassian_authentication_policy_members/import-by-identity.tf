import {
  to = atlassian_authentication_policy_members.staff
  identity = {
    policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  }
}

# Everybody who is in the policy. Where others look after some of them, leave those out before you apply: without
# fallback_policy_id, they only leave the state.
resource "atlassian_authentication_policy_members" "staff" {
  policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"

  account_ids = [
    "712020:01066225-70e0-5566-b699-36f400a25144",
    "712020:b8bf0d42-92ad-51d7-a18e-2c1065df073c",
  ]
}
