# Runs against a simulated organization, without an Atlassian account:
#
#   terraform-provider-atlassian simulate -- terraform test

run "security_team" {
  assert {
    condition     = length(atlassian_group_members.security.emails) == 3
    error_message = "The security team must have three members."
  }
}

run "changes_nothing_the_second_time" {
  command = plan

  assert {
    condition     = output.security_group_id == run.security_team.security_group_id
    error_message = "The group must stay the same."
  }
}
