# Runs against a simulated organization, without an Atlassian account:
#
#   terraform-provider-atlassian simulate -- terraform test

run "plan" {
  command = plan

  assert {
    condition     = join(", ", keys(module.team)) == "partners, platform, support"
    error_message = "Each entry of the map is a team."
  }
}

run "apply" {
  assert {
    condition     = length(distinct(values(output.group_ids))) == 3
    error_message = "Each team has a group of its own."
  }
}

run "look" {
  module {
    source = "./tests/look"
  }

  variables {
    group     = "team-platform"
    policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  }

  assert {
    condition     = output.members == tolist(["chen.li@acme.example", "dana.novak@acme.example", "gus.moreau@acme.dev"])
    error_message = "The people of the team are in its group, and nobody else is."
  }

  assert {
    condition     = length(output.outside_of_policy) == 0
    error_message = "The people of the team are in its authentication policy."
  }
}

# The ID of a group that is about to be created or replaced is unknown, and the test fails.
run "the_groups_stay" {
  command = plan

  assert {
    condition     = length(join("", values(output.group_ids))) > 0
    error_message = "The groups stay the same."
  }
}

# The module alone refuses what would be wrong for any team.
run "somebody_twice" {
  command = plan

  module {
    source = "./modules/team"
  }

  variables {
    name   = "team-twice"
    site   = "acme"
    emails = ["chen.li@acme.example", "Chen.Li@acme.example"]
  }

  expect_failures = [var.emails]
}

run "nobody" {
  command = plan

  module {
    source = "./modules/team"
  }

  variables {
    name   = "team-empty"
    site   = "acme"
    emails = []
  }

  expect_failures = [var.emails]
}

run "an_admin_team" {
  command = plan

  module {
    source = "./modules/team"
  }

  variables {
    name   = "team-admins"
    site   = "acme"
    emails = ["chen.li@acme.example"]
    roles  = { everything = { product = "jira-software", role = "atlassian/site-admin" } }
  }

  expect_failures = [var.roles]
}

run "a_name_with_a_space" {
  command = plan

  module {
    source = "./modules/team"
  }

  variables {
    name   = "team "
    site   = "acme"
    emails = ["chen.li@acme.example"]
  }

  expect_failures = [var.name]
}
