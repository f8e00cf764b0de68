resource "atlassian_approved_apps" "acme" {
  sites = ["acme"]

  approved = {
    # Orbit Boards
    "com.orbit.boards" = {
      scopes      = ["read:jira-user", "read:jira-work"]
      egress      = ["*.orbit.example"]
      frameworks  = ["forge"]
      vendor      = "Orbit Apps"
      reviewed_by = "ada.okafor@acme.example"
      reviewed_at = "2026-11-26"
      reason      = "SEC-412: roadmaps. Reads issues, sends titles to its vendor."
    }

    # Ledger Export is approved ahead of its installation.
    "ari:cloud:ecosystem::app/9d07f5a3-b8e2-4c61-8f39-1a6e4d2c705b" = {
      name        = "Ledger Export"
      max_version = "3.0"
      required    = false
      reviewed_by = "ada.okafor@acme.example"
      reviewed_at = "2026-11-26"
    }

    # Acme Release Notes is an app of your own, which did not come from the Marketplace.
    "ari:cloud:ecosystem::app/5e8a3c72-1f4d-4b96-a0d7-c32e6f81b459" = {
      private     = true
      scopes      = ["read:jira-work"]
      egress      = []
      reviewed_by = "ada.okafor@acme.example"
      reviewed_at = "2026-11-26"
    }
  }
}

# The places that were looked at.
output "covered" {
  value = atlassian_approved_apps.acme.covered
}
