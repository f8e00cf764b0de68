data "atlassian_authentication_policies" "all" {}

# Everybody active in this policy has two-step verification on. A check that fails warns in every plan and apply, and stops
# neither; for that, put the condition into a postcondition. A policy that nobody is in is not listed, so that
# this fails for it, too.
check "two_step_verification" {
  assert {
    condition = anytrue([
      for policy in data.atlassian_authentication_policies.all.policies : policy.two_step_coverage == 100 && policy.two_step_unknown == 0
      if policy.id == "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045" # as in the console's address bar
    ])
    error_message = "Somebody in the policy Staff has no two-step verification, or nobody is active in it."
  }
}

output "two_step_coverage" {
  value = { for policy in data.atlassian_authentication_policies.all.policies : policy.id => policy.two_step_coverage }
}
