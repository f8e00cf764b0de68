data "atlassian_installed_apps" "acme" {
  sites = ["acme"]
}

locals {
  approved = {
    "com.orbit.boards" = {
      scopes = ["read:jira-user", "read:jira-work"]
      egress = ["*.orbit.example"]
    }
  }

  review = provider::atlassian::app_review(data.atlassian_installed_apps.acme.apps, local.approved)
}

# Warns without keeping any state; a postcondition of the data source would fail the run.
check "apps_are_approved" {
  assert {
    condition     = local.review.compliant
    error_message = join("\n", [for app in local.review.unapproved : "${app.name}, in ${app.product} of ${app.site}, is not approved."])
  }
}

output "beyond_review" {
  value = { for app in local.review.exceeding : app.name => app.reasons... }
}
