data "atlassian_group" "reviewed" {
  for_each = toset(["engineering", "jira-users"])
  name     = each.key
}

resource "atlassian_access_review_decision" "this" {
  quarter     = "2026-Q4"
  reviewed_by = "ada.okafor@acme.example"

  # Reviewed as a whole by the people who answer for them. Who comes into them later is new, and shows in the next plan.
  groups = {
    (data.atlassian_group.reviewed["engineering"].id) = "Dana Novak has read the list of members"
    (data.atlassian_group.reviewed["jira-users"].id)  = "Dana Novak has read the list of members"
  }
  app_roles = [
    { site = "acme", product = "confluence", role = "atlassian/user" },
  ]

  keep = {
    "ada.okafor@acme.example"   = "owns the organization"
    "bruno.keller@acme.example" = "stands in for Ada"
    "ivan.petrov@acme.dev"      = "on call"
  }
  remove = {
    "milo.rossi@contractor.example" = "the project has ended"
  }
}

# What speaks against the decision now.
output "undecided" {
  value = atlassian_access_review_decision.this.undecided[*].email
}
