terraform {
  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

variable "group" {
  type = string
}

variable "policy_id" {
  type = string
}

data "atlassian_group" "this" {
  name = var.group
}

data "atlassian_group_members" "this" {
  group_id = data.atlassian_group.this.id
}

data "atlassian_authentication_policy_members" "this" {
  policy_id = var.policy_id
}

output "members" {
  value = sort(data.atlassian_group_members.this.members[*].email)
}

output "outside_of_policy" {
  value = [
    for member in data.atlassian_group_members.this.members : member.email
    if !contains(data.atlassian_authentication_policy_members.this.account_ids, member.account_id)
  ]
}
