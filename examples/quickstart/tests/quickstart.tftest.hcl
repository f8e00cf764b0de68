# Runs against a simulated organization, without an Atlassian account:
#
#   terraform-provider-atlassian simulate -- terraform test

run "security_team" {
  assert {
    condition     = length(atlassian_group_members.security.emails) == 3
    error_message = "The security team must have three members."
  }
}

run "the_group_stays" {
  command = plan

  assert {
    condition     = output.security_group_id != "" # unknown, if the group were about to be created or replaced
    error_message = "The group must stay the same."
  }
}
