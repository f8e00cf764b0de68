terraform {
  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

# organization_id and api_key come from ATLASSIAN_ORG_ID and ATLASSIAN_ORG_API_KEY.
provider "atlassian" {
  # Break-glass accounts: a plan that would take access, a group or a role from one of them fails.
  protected_account_ids = ["712020:00000000-0000-4000-8000-000000000001"]
}
