terraform {
  required_version = ">= 1.8"

  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

# The variables ATLASSIAN_ORG_ID and ATLASSIAN_ORG_API_KEY say which organization it is.
provider "atlassian" {}

# Differences that are changes in the plan: its exit code is 2. Somebody else who is made an organization admin, and a domain whose proof is
# gone.
resource "atlassian_organization_admins" "this" {
  emails       = ["ada.okafor@acme.example", "bruno.keller@acme.example"]
  max_removals = 1
}

resource "atlassian_domain_verification" "acme" {
  domain = "acme.example"
}

# A difference that is a check: the plan only warns, and its exit code stays 0. drift.sh looks at checks as well.
data "atlassian_users" "without_two_step_verification" {
  claim_status = "managed"
  status       = ["active"]
  mfa_enabled  = false
}

check "two_step_verification" {
  assert {
    condition = length([
      for user in data.atlassian_users.without_two_step_verification.users : user if !contains(var.exempt_from_two_step_verification, coalesce(user.email, user.account_id))
    ]) == 0
    error_message = "No two-step verification: ${join(", ", [
      for user in data.atlassian_users.without_two_step_verification.users : coalesce(user.email, user.account_id)
      if !contains(var.exempt_from_two_step_verification, coalesce(user.email, user.account_id))
    ])}."
  }
}
