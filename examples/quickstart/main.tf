terraform {
  required_version = ">= 1.8"

  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

# Organization and API key come from ATLASSIAN_ORG_ID and ATLASSIAN_ORG_API_KEY.
provider "atlassian" {}

# Accounts of this domain are managed only as long as it is verified, by its DNS record.
resource "atlassian_domain_verification" "acme" {
  domain              = "acme.example"
  expected_claim_type = "dns"
}

# These people are in the authentication policy that requires two-step verification. The policy itself is made in the console.
resource "atlassian_authentication_policy_members" "staff" {
  policy_id          = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  fallback_policy_id = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"

  emails = [
    "ada.okafor@acme.example",
    "bruno.keller@acme.example",
    "chen.li@acme.example",
    "dana.novak@acme.example",
  ]
}

# Somebody looked at that policy in the console. No API reads its settings, but a change to them shows in the next plan, and
# so does everybody in it who has two-step verification off.
resource "atlassian_authentication_policy_attestation" "staff" {
  policy_id   = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  attested_by = "ada.okafor@acme.example"

  settings = {
    two_step_verification     = "required"
    minimum_password_strength = "strong"
  }
}

# A new group with exactly these members: everybody else who gets in shows up in the next plan.
resource "atlassian_group" "security" {
  name        = "security-team"
  description = "Reviews access and answers incidents"
}

resource "atlassian_group_members" "security" {
  group_id = atlassian_group.security.id

  emails = [
    "ada.okafor@acme.example",
    "chen.li@acme.example",
    "dana.novak@acme.example",
  ]
}

# The group's members may use Jira.
resource "atlassian_group_role_assignment" "security_jira" {
  group_id = atlassian_group.security.id
  site     = "acme"
  product  = "jira-software"
  role     = "atlassian/user"
}

# A group that exists already: two people belong in it, no matter who else is in there.
data "atlassian_group" "engineering" {
  name = "engineering"
}

resource "atlassian_group_membership" "engineering" {
  for_each = toset([
    "emil.sorensen@acme.example",
    "fatima.haddad@acme.example",
  ])

  group_id = data.atlassian_group.engineering.id
  email    = each.value
}

output "security_group_id" {
  value = atlassian_group.security.id
}
