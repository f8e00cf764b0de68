# Every IP allowlist, by its ID. To find one by its name, set type and name instead:
#   type = "ip-allowlist"
#   name = "Office"
data "atlassian_policies" "network" {
  types = ["ip-allowlist"]
}

data "atlassian_policy" "network" {
  for_each = toset(data.atlassian_policies.network.policies[*].id)

  id = each.value
}

# The whole rule of each. Its form depends on the type of the policy, and Atlassian may not say it.
output "rules" {
  value = { for id, policy in data.atlassian_policy.network : coalesce(policy.name, id) => try(jsondecode(policy.rule), null) }
}
