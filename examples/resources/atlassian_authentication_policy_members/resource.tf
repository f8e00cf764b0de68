# Onboarding: the members of a group come into the policy that requires two-step verification. Only managed accounts can be
# in a policy, and they are managed as long as their domain is verified, so the members wait for that.
resource "atlassian_domain_verification" "acme" {
  domain = "acme.example"
}

data "atlassian_group" "engineering" {
  name = "engineering"
}

data "atlassian_group_members" "engineering" {
  group_id = data.atlassian_group.engineering.id
}

locals {
  everyone = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718" # the default policy
  staff    = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045" # as in the console's address bar
}

resource "atlassian_authentication_policy_members" "engineering" {
  policy_id          = local.staff
  fallback_policy_id = local.everyone
  max_removals       = 5

  account_ids = [
    for member in data.atlassian_group_members.engineering.members : member.account_id
    if member.claim_status == "managed" && member.status == "active"
  ]

  depends_on = [atlassian_domain_verification.acme]
}
