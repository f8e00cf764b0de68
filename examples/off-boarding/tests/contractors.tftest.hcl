# Runs against a simulated organization, without an Atlassian account:
#
#   terraform-provider-atlassian simulate -- terraform test

run "three_contractors" {
  variables {
    contractors = {
      "lena.fischer@contractor.example" = {}
      "milo.rossi@contractor.example"   = { on_leaving = "remove" }
      "emil.sorensen@acme.example"      = { on_leaving = "forget" }
    }
  }

  assert {
    condition     = alltrue([for person in values(atlassian_user.contractor) : person.status == "active"])
    error_message = "All of them are active."
  }
}

run "all_have_left" {
  variables {
    contractors = {}
  }
}

run "what_became_of_them" {
  module {
    source = "./tests/look"
  }

  variables {
    emails = ["lena.fischer@contractor.example", "milo.rossi@contractor.example", "emil.sorensen@acme.example"]
  }

  assert {
    condition     = output.statuses["lena.fischer@contractor.example"] == "suspended"
    error_message = "By default, a leaver is suspended."
  }

  assert {
    condition     = try(output.statuses["milo.rossi@contractor.example"], "no_membership") == "no_membership"
    error_message = "With remove, the directory does not have the leaver any more."
  }

  assert {
    condition     = output.statuses["emil.sorensen@acme.example"] == "active"
    error_message = "With forget, the leaver keeps the access."
  }
}

run "a_word_that_is_none" {
  command = plan

  variables {
    contractors = {
      "lena.fischer@contractor.example" = { on_leaving = "delete" }
    }
  }

  expect_failures = [var.contractors]
}
