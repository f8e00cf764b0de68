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
    condition = local.review.compliant
    error_message = join("\n", concat(
      [for app in local.review.unapproved : format("%q, in %s of %s, is not approved.", app.name, coalesce(app.product, "an unknown product"), coalesce(app.site, "an unknown site"))],
      [for app in local.review.exceeding : format("%q: %s.", app.name, join("; ", app.reasons))],
      [for approval in local.review.missing : "${approval} is approved and not installed."],
    ))
  }
}

output "beyond_review" {
  value = { for app in local.review.exceeding : app.name => app.reasons... }
}
