# A policy that nobody is in cannot be told from one that does not exist, so a policy that must have members says so.
data "atlassian_authentication_policy_members" "staff" {
  policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045" # as in the console's address bar

  lifecycle {
    postcondition {
      condition     = length(self.account_ids) > 0
      error_message = "Nobody is in this authentication policy, or there is no such policy."
    }
  }
}

output "without_two_step_verification" {
  value = [for member in data.atlassian_authentication_policy_members.staff.members : member.email if member.status == "active" && member.mfa_enabled != true]
}
