# Runs against a simulated organization, without an Atlassian account:
#
#   terraform-provider-atlassian simulate -- terraform test

run "every_app_is_approved" {
  assert {
    condition     = length(atlassian_approved_apps.acme.unapproved) == 0
    error_message = "No app is installed that nobody has approved."
  }

  assert {
    condition     = length(atlassian_approved_apps.acme.covered["acme"]) > 0
    error_message = "The review has looked at the products of the site."
  }
}
