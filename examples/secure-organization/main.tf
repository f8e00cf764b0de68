terraform {
  required_version = ">= 1.8"

  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

# Organization and API key come from ATLASSIAN_ORG_ID and ATLASSIAN_ORG_API_KEY; apps and backups are read with the API token of a person,
# ATLASSIAN_USER_EMAIL and ATLASSIAN_USER_API_TOKEN.
provider "atlassian" {
  # The way in when single sign-on fails: no plan may move these accounts, or take access, a group or a role from them.
  protected_account_ids = var.protected_account_ids
}

variable "protected_account_ids" {
  type        = set(string)
  default     = []
  description = "Account IDs of the break-glass accounts. The first apply puts them into their authentication policy, so set this after it."
}

locals {
  site = "acme"

  # Authentication policies are made in the console. Their IDs are in its address bar.
  policies = {
    everyone    = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718" # the default policy
    staff       = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
    break_glass = "e5f7a926-3c81-4d0b-9f47-81b2d6c3e05a"
  }

  # It is an organization admin, and alone in its policy.
  break_glass_email      = "fatima.haddad@acme.example"
  break_glass_account_id = "712020:01066225-70e0-5566-b699-36f400a25144"

  # They administer the organization, each by name and not by a group.
  admins = ["ada.okafor@acme.example", "bruno.keller@acme.example"]
}
