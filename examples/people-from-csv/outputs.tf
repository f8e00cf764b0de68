output "account_ids" {
  description = "Account IDs of the people, by address."
  value       = { for email, person in atlassian_user.person : email => person.account_id }
}

output "without_policy" {
  description = "People whose row names a policy, but whose accounts the organization does not manage, so that they are in none of its policies."
  value       = sort([for email, person in local.people : email if person.policy != "" && atlassian_user.person[email].claim_status != "managed"])
}
