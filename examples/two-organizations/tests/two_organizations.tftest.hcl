# Runs against two simulated organizations, without an Atlassian account: README.md says how. The API keys are TF_VAR_production_api_key and
# TF_VAR_sandbox_api_key, the addresses of the simulators TF_VAR_production_base_url and TF_VAR_sandbox_base_url.

variables {
  production = {
    organization_id = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
    security_team   = ["ada.okafor@acme.example", "chen.li@acme.example", "dana.novak@acme.example"]
  }
  sandbox = {
    organization_id = "0d8c6f2e-71b4-4a95-b3e0-9f5c2a7d1e64"
    security_team   = ["ada.okafor@acme.example", "chen.li@acme.example"]
  }
}

# Julia Santos is suspended in production, and active in the sandbox. Dana Novak is a person of production alone, so the teams are not
# in the wrong organizations.
run "a_team_in_each" {
  expect_failures = [check.leavers_are_out_of_the_sandbox]

  assert {
    condition     = output.group_ids.production != output.group_ids.sandbox
    error_message = "Each organization has a group of its own."
  }

  assert {
    condition     = join(", ", output.still_in_sandbox) == "julia.santos@acme.example"
    error_message = "Somebody who has left production is still in the sandbox."
  }
}

# The ID of a group that is about to be created or replaced is unknown, and the test fails.
run "the_groups_stay" {
  command         = plan
  expect_failures = [check.leavers_are_out_of_the_sandbox]

  assert {
    condition     = length(join("", values(output.group_ids))) > 0
    error_message = "The groups stay the same."
  }
}

run "one_organization_twice" {
  command = plan

  variables {
    sandbox = {
      organization_id = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
      security_team   = ["ada.okafor@acme.example"]
    }
  }

  expect_failures = [var.sandbox]
}
