# Every group that grants access to Jira.
data "atlassian_groups" "jira" {
  resource_ids = ["ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"]
}

# Groups that this configuration could not change, because an identity provider keeps them.
data "atlassian_groups" "all" {}

output "synced_groups" {
  value = [for group in data.atlassian_groups.all.groups : group.name if group.external_synced]
}
