# Runs against a simulated organization, without an Atlassian account:
#
#   terraform-provider-atlassian simulate -- terraform test

variables {
  quarter = "2026-Q4"
  as_of   = "2026-11-28T00:00:00Z"
}

run "both_files" {
  assert {
    condition     = output.findings.dormant > 0
    error_message = "No activity of people is known in the simulated company, so the review calls them dormant."
  }

  assert {
    condition     = length(csvdecode(local_file.csv.content)) > 10
    error_message = "The CSV file has a row for each person."
  }

  assert {
    condition     = endswith(local_file.page.filename, "/access-review-2026-Q4.html")
    error_message = "The name of the page has the quarter."
  }
}

run "a_quarter_that_is_none" {
  command = plan

  variables {
    quarter = "2026-Q5"
  }

  expect_failures = [var.quarter]
}
