# Runs against a simulated organization, without an Atlassian account:
#
#   terraform-provider-atlassian simulate -- terraform test

run "as_it_should_be" {
  assert {
    condition     = atlassian_domain_verification.acme.status == "verified"
    error_message = "The domain is verified."
  }
}

run "the_check_fails_for_somebody_who_is_not_exempt" {
  command = plan

  variables {
    exempt_from_two_step_verification = ["emil.sorensen@acme.example"]
  }

  expect_failures = [check.two_step_verification]
}
