terraform {
  required_version = ">= 1.8"

  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

# Apps are read with the API token of a person who administers the site: ATLASSIAN_USER_EMAIL and ATLASSIAN_USER_API_TOKEN,
# beside ATLASSIAN_ORG_ID and ATLASSIAN_ORG_API_KEY.
provider "atlassian" {}

# Every app that may be on the site, and what of it was reviewed. Whatever else is installed, or asks for more, shows in the
# next plan.
resource "atlassian_approved_apps" "acme" {
  sites = ["acme"]

  approved = {
    # Orbit Boards
    "com.orbit.boards" = {
      scopes      = ["read:jira-user", "read:jira-work"]
      egress      = ["*.orbit.example"]
      frameworks  = ["forge"]
      reviewed_by = "ada.okafor@acme.example"
      reviewed_at = "2026-11-26"
      reason      = "SEC-412: roadmaps. Reads issues, sends titles to its vendor."
    }

    # Paperplane Forms
    "com.paperplane.forms" = {
      scopes      = ["READ", "WRITE"]
      max_version = "1.4"
      reviewed_by = "ada.okafor@acme.example"
      reviewed_at = "2026-11-26"
      reason      = "SEC-398: intake forms. A Connect app: nobody knows what it sends where."
    }

    # Acme Release Notes, which we wrote ourselves
    "5e8a3c72-1f4d-4b96-a0d7-c32e6f81b459" = {
      scopes      = ["read:jira-work"]
      egress      = []
      reviewed_by = "bruno.keller@acme.example"
      reviewed_at = "2026-11-20"
    }

    # Calendar Bridge acts for people; nothing tells its scopes
    "71c4e9b8-62d3-4f0a-95be-08a7d3f6c21e" = {
      frameworks  = ["3lo"]
      reviewed_by = "bruno.keller@acme.example"
      reviewed_at = "2026-11-20"
    }
  }
}
