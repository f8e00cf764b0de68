# Runs against a simulated organization, without an Atlassian account:
#
#   terraform-provider-atlassian simulate -- terraform test

# A plan alone: a test destroys what it has applied, and the security team has deletion_protection.
run "plan" {
  command         = plan
  expect_failures = [check.security_posture] # no plan knows its result

  assert {
    condition     = length(setintersection(atlassian_organization_admins.this.emails, [for row in csvdecode(file("people.csv")) : row.email])) == 0
    error_message = "Admins are in sign-in.tf, and not in people.csv as well: two resources cannot put one account into a policy."
  }

  assert {
    condition     = contains(keys(atlassian_approved_apps.this.approved), "com.orbit.boards")
    error_message = "The approvals are by the keys and IDs of apps."
  }

  assert {
    condition     = atlassian_user_installed_apps.this.rule == "deny"
    error_message = "Nobody lets an app act for them that no admin has installed."
  }
}
