# Every app that may be on the site, and what of it was reviewed. What else is installed, or asks for more, shows in the next plan.
resource "atlassian_approved_apps" "this" {
  sites = [local.site]

  approved = {
    # Orbit Boards
    "com.orbit.boards" = {
      scopes      = ["read:jira-user", "read:jira-work"]
      egress      = ["*.orbit.example"]
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
      reason      = "SEC-398: intake forms. A Connect app: what it sends elsewhere is not declared."
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

# Nobody lets an app act for them that no admin has installed.
resource "atlassian_user_installed_apps" "this" {
  site = local.site
  rule = "deny"
}
