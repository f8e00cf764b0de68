# All policies, of whatever type.
data "atlassian_policies" "all" {}

# How many there are of each type. Atlassian has types that no document names.
output "types" {
  value = { for policy in data.atlassian_policies.all.policies : policy.type => policy.name... }
}

# The resources that an IP allowlist does not cover, because Atlassian failed to apply it. A policy whose resources
# Atlassian does not say has null, which does not mean that there are none.
data "atlassian_policies" "network" {
  types = ["ip-allowlist"]
}

output "failed" {
  value = [
    for policy in data.atlassian_policies.network.policies : [
      for resource in policy.resources : resource.id if resource.status == "failed"
    ] if policy.resources != null
  ]
}
