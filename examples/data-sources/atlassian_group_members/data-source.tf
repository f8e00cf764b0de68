data "atlassian_group" "org_admins" {
  name = "org-admins"
}

data "atlassian_group_members" "org_admins" {
  group_id = data.atlassian_group.org_admins.id
}

# People who can change everything should have two-step verification. If Atlassian does not return it, do not count it as a yes.
output "org_admins_without_mfa" {
  value = [for member in data.atlassian_group_members.org_admins.members : member.name if member.mfa_enabled != true]
}
