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

# Who has left is suspended or deactivated, or not listed any more. So ask who is there, not who is gone.
data "atlassian_users" "production" {
  provider = atlassian.production

  status = ["active"]
}

data "atlassian_users" "sandbox" {
  provider = atlassian.sandbox

  status = ["active"]
}

variable "only_in_sandbox" {
  type        = set(string)
  default     = []
  description = "Account IDs that need no access to production, such as those of test accounts."
}

locals {
  expected = setunion(data.atlassian_users.production.users[*].account_id, var.only_in_sandbox)
}

# An account has the same ID in every organization, and may have another address there.
output "still_in_sandbox" {
  description = "People who have no access to production, and are active in the sandbox: address, or else account ID."
  value       = [for user in data.atlassian_users.sandbox.users : coalesce(user.email, user.account_id) if !contains(local.expected, user.account_id)]
}
