# Runs against a simulated organization, without an Atlassian account:
#
#   terraform-provider-atlassian simulate -- terraform test

variables {
  groups            = ["engineering", "contractors"]
  policy_ids        = { staff = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045" }
  leavers_policy_id = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
  people_csv        = <<-CSV
    email,groups,policy
    chen.li@acme.example,engineering,staff
    Dana.Novak@acme.example,engineering,staff
    gus.moreau@acme.dev,engineering,
    lena.fischer@contractor.example,contractors,
    milo.rossi@contractor.example,contractors,
  CSV
}

run "people_who_are_there" {
  assert {
    condition     = length(output.account_ids) == 5
    error_message = "Everybody in the file is a user."
  }

  assert {
    condition     = length(output.without_policy) == 0
    error_message = "Everybody whose row names a policy has a managed account."
  }
}

run "joiner" {
  variables {
    people_csv = <<-CSV
      email,groups,policy
      chen.li@acme.example,engineering,staff
      dana.novak@acme.example,engineering,staff
      gus.moreau@acme.dev,engineering,
      lena.fischer@contractor.example,contractors,
      milo.rossi@contractor.example,contractors,
      nora.berg@acme.example,engineering; contractors,staff
      otto.maier@contractor.example,contractors,staff
    CSV
  }

  assert {
    condition     = output.without_policy == tolist(["otto.maier@contractor.example"])
    error_message = "The organization does not manage the account of a contractor."
  }
}

run "the_joiner_is_in" {
  module {
    source = "./tests/look"
  }

  variables {
    email     = "nora.berg@acme.example"
    policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  }

  assert {
    condition     = output.status == "active" && output.groups == tolist(["contractors", "engineering"]) && output.in_policy
    error_message = "The joiner is active, in both groups and in the policy."
  }
}

run "mover" {
  variables {
    people_csv = <<-CSV
      email,groups,policy
      chen.li@acme.example,engineering,staff
      dana.novak@acme.example,engineering,staff
      gus.moreau@acme.dev,engineering,
      lena.fischer@contractor.example,contractors,
      milo.rossi@contractor.example,contractors,
      nora.berg@acme.example,engineering,staff
      otto.maier@contractor.example,contractors,staff
    CSV
  }
}

run "the_mover_has_moved" {
  module {
    source = "./tests/look"
  }

  variables {
    email     = "nora.berg@acme.example"
    policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  }

  assert {
    condition     = output.status == "active" && output.groups == tolist(["engineering"]) && output.in_policy
    error_message = "The mover is in one group now."
  }
}

# One apply without two of them.
run "leavers" {
  assert {
    condition     = !contains(keys(output.account_ids), "nora.berg@acme.example")
    error_message = "The leaver is no longer a user of the module."
  }
}

run "the_leaver_is_out" {
  module {
    source = "./tests/look"
  }

  variables {
    email     = "nora.berg@acme.example"
    policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  }

  assert {
    condition     = output.status == "suspended" && length(output.groups) == 0 && !output.in_policy
    error_message = "The leaver is suspended, in no group, and out of the policy."
  }
}

run "nobody_in_the_file" {
  command = plan

  variables {
    people_csv = "email,groups,policy\n"
  }

  expect_failures = [var.people_csv]
}

run "somebody_twice" {
  command = plan

  variables {
    people_csv = <<-CSV
      email,groups,policy
      chen.li@acme.example,engineering,staff
      Chen.Li@acme.example,contractors,
    CSV
  }

  expect_failures = [var.people_csv]
}

run "somebody_without_a_group" {
  command = plan

  variables {
    people_csv = <<-CSV
      email,groups,policy
      chen.li@acme.example,,staff
    CSV
  }

  expect_failures = [var.people_csv]
}

run "a_policy_that_is_not_there" {
  command = plan

  variables {
    people_csv = <<-CSV
      email,groups,policy
      chen.li@acme.example,engineering,staf
    CSV
  }

  expect_failures = [atlassian_user.person]
}

run "a_group_that_is_not_there" {
  command = plan

  variables {
    people_csv = <<-CSV
      email,groups,policy
      chen.li@acme.example,enginering,staff
    CSV
  }

  expect_failures = [atlassian_user.person]
}

run "semicolons_between_the_columns" {
  command = plan

  variables {
    people_csv = <<-CSV
      email;groups;policy
      chen.li@acme.example;engineering;staff
    CSV
  }

  expect_failures = [var.people_csv]
}
