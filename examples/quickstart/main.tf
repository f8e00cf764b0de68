terraform {
  required_version = ">= 1.8"

  required_providers {
    atlassian = {
      source = "orgsec/atlassian"
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

# A new group with exactly these members: whoever else gets in shows up in the next plan.
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
  group_id    = atlassian_group.security.id
  resource_id = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
  role        = "atlassian/user"
}

# A group that exists already: two people belong in it, whoever else is in there.
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
