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

locals {
  # One entry for each team: a new team is a new entry. for_each takes this map as it is, see "A plan with many instances is slow" in the
  # guide Troubleshooting.
  teams = {
    platform = {
      description = "Builds and runs the platform"
      emails      = ["chen.li@acme.example", "dana.novak@acme.example", "gus.moreau@acme.dev"]
      policy_id   = local.staff_policy_id
      roles = {
        jira       = { product = "jira-software" }
        confluence = { product = "confluence" }
      }
    }

    support = {
      description = "Answers customers"
      emails      = ["emil.sorensen@acme.example", "fatima.haddad@acme.example"]
      policy_id   = local.staff_policy_id
      roles = {
        service = { product = "jira-servicedesk" }
      }
    }

    # The organization does not manage the accounts of these people, so they are in none of its authentication policies.
    partners = {
      description = "People from outside"
      emails      = ["lena.fischer@contractor.example", "milo.rossi@contractor.example"]
      policy_id   = null
      roles = {
        confluence = { product = "confluence", role = "atlassian/guest" }
      }
    }
  }

  # The policy is made in the console. Its ID is in the address bar there.
  staff_policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
}

module "team" {
  source   = "./modules/team"
  for_each = local.teams

  name        = "team-${each.key}"
  description = each.value.description
  emails      = each.value.emails
  policy_id   = each.value.policy_id
  roles       = each.value.roles
  site        = "acme"
}

output "group_ids" {
  description = "IDs of the groups, by team."
  value       = { for name, team in module.team : name => team.group_id }
}
