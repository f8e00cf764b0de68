terraform {
  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

variable "email" {
  type = string
}

variable "groups" {
  type = set(string)
}

variable "policy_id" {
  type = string
}

data "atlassian_user" "person" {
  email = var.email
}

data "atlassian_group_members" "group" {
  for_each = data.atlassian_group.group

  group_id = each.value.id
}

data "atlassian_group" "group" {
  for_each = var.groups

  name = each.value
}

data "atlassian_authentication_policy_members" "policy" {
  policy_id = var.policy_id
}

output "status" {
  value = data.atlassian_user.person.status
}

output "groups" {
  value = sort([for name, group in data.atlassian_group_members.group : name if contains(group.account_ids, data.atlassian_user.person.account_id)])
}

output "in_policy" {
  value = contains(data.atlassian_authentication_policy_members.policy.account_ids, data.atlassian_user.person.account_id)
}
