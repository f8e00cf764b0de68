# Admins sign in as everybody else does. The people of people.csv are in the policy by their rows.
resource "atlassian_authentication_policy_members" "admins" {
  policy_id    = local.policies.staff
  emails       = local.admins
  max_removals = 1
}

# So do the people whom the identity provider creates, who are in none of our files.
data "atlassian_group" "synced" {
  name = "idp-employees"
}

data "atlassian_group_members" "synced" {
  group_id = data.atlassian_group.synced.id
}

resource "atlassian_authentication_policy_members" "synced" {
  policy_id    = local.policies.staff
  max_removals = 5
  account_ids = [
    for member in data.atlassian_group_members.synced.members : member.account_id if member.claim_status == "managed" && member.status == "active"
  ]
}

# Nobody but the break-glass account may sign in without the identity provider.
resource "atlassian_authentication_policy_members" "break_glass" {
  policy_id          = local.policies.break_glass
  fallback_policy_id = local.policies.staff
  account_ids        = [local.break_glass_account_id]
  exclusive          = true
  max_removals       = 1
}

# No API shows what the policies require. A person looks every quarter, and a change in between shows in the next plan.
resource "atlassian_authentication_policy_attestation" "staff" {
  policy_id      = local.policies.staff
  attested_by    = "ada.okafor@acme.example"
  review         = "SEC-431: 2026-Q4, as before"
  valid_for_days = 100

  settings = {
    single_sign_on       = "saml"
    idle_session_minutes = 480
    user_api_tokens      = "blocked"
  }
}

resource "atlassian_authentication_policy_attestation" "break_glass" {
  policy_id      = local.policies.break_glass
  attested_by    = "ada.okafor@acme.example"
  review         = "SEC-431: 2026-Q4, as before"
  valid_for_days = 100

  settings = {
    single_sign_on            = "none"
    two_step_verification     = "required"
    minimum_password_strength = "very_strong"
    user_api_tokens           = "blocked"
  }
}
