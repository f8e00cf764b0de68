import {
  to = atlassian_authentication_policy_members.staff
  # POLICY_ID for everybody in the policy, or POLICY_ID/ACCOUNT_ID,ACCOUNT_ID,… for some of them.
  id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
}

# Everybody who is in the policy, so that the plan changes nothing. If others manage some of them, leave those out
# before you apply: without fallback_policy_id, they only leave the state.
resource "atlassian_authentication_policy_members" "staff" {
  policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"

  account_ids = [
    "712020:a19af8ef-da33-5019-82d4-29da642ebbc3",
    "712020:b86aa3c4-8e80-5ef6-81a5-a266c3a20e8a",
    "712020:4b961e56-9af8-5741-9a85-fdcea79070a5",
    "712020:142f6393-2a4c-5103-b86d-6a6a8e3ff4f4",
  ]
}
