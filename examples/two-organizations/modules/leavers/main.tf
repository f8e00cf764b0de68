terraform {
  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"

      # The module that calls this one says which organization is which.
      configuration_aliases = [atlassian.production, atlassian.sandbox]
    }
  }
}

data "atlassian_users" "left" {
  provider = atlassian.production

  status = ["suspended", "deactivated", "for_deletion"]
}

data "atlassian_users" "sandbox" {
  provider = atlassian.sandbox

  status = ["active"]
}

locals {
  left = toset(data.atlassian_users.left.users[*].account_id)
}

# An account has the same ID in every organization, and may have another address there.
output "still_in_sandbox" {
  description = "People who have left production, and are active in the sandbox: address, or else account ID."
  value       = [for user in data.atlassian_users.sandbox.users : coalesce(user.email, user.account_id) if contains(local.left, user.account_id)]
}
