terraform {
  required_version = ">= 1.8"

  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

resource "atlassian_group" "this" {
  name        = var.name
  description = var.description
}

# Exactly these people. If somebody else joins in the console, the next plan shows it.
resource "atlassian_group_members" "this" {
  group_id     = atlassian_group.this.id
  emails       = var.emails
  max_removals = var.max_removals
}

# What the members may use.
resource "atlassian_group_role_assignment" "this" {
  for_each = var.roles

  group_id = atlassian_group.this.id
  site     = var.site
  product  = each.value.product
  role     = each.value.role
}

# Teams share a policy, so this resource speaks only of its own people. Who leaves the team stays in the policy until another team or a
# person moves them.
resource "atlassian_authentication_policy_members" "this" {
  count = var.policy_id == null ? 0 : 1

  policy_id = var.policy_id
  emails    = var.emails
}
