terraform {
  required_version = ">= 1.8"

  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

locals {
  # One person for each row. Some spreadsheets write a byte order mark (\ufeff) before the first one. for_each takes this map as it is: a set made from an expression costs Terraform much time for thousands of people.
  people = {
    for row in csvdecode(trimprefix(var.people_csv, "\ufeff")) : lower(trimspace(row.email)) => {
      groups = compact([for name in split(";", row.groups) : trimspace(name)])
      policy = trimspace(row.policy)
    }
  }

  # Everything below asks the resources for people, and not the file. So Terraform first suspends somebody who is no longer in the file,
  # and changes the groups and the policies then.
  members = {
    for group in var.groups : group => [
      for email, person in local.people : atlassian_user.person[email].account_id if contains(person.groups, group)
    ]
  }
  policy_members = {
    for policy in keys(var.policy_ids) : policy => [
      for email, person in local.people : atlassian_user.person[email].account_id
      if person.policy == policy && atlassian_user.person[email].claim_status == "managed"
    ]
  }
}

data "atlassian_group" "group" {
  for_each = var.groups

  name = each.value
}

# Joiners are invited to their groups. Leavers are suspended.
resource "atlassian_user" "person" {
  for_each = local.people

  email             = each.key
  groups            = [for group in each.value.groups : data.atlassian_group.group[group].id]
  send_notification = var.send_notification
  on_destroy        = var.on_leaving

  lifecycle {
    # The groups of an invitation. The lists below manage who is in a group later.
    ignore_changes = [groups, send_notification]

    # A misspelt policy would take the person out of the right one.
    precondition {
      condition     = length(setsubtract(each.value.groups, var.groups)) == 0
      error_message = "${each.key}: groups of the module does not have ${join(", ", setsubtract(each.value.groups, var.groups))}. It has ${join(", ", var.groups)}."
    }
    precondition {
      condition     = each.value.policy == "" || contains(keys(var.policy_ids), each.value.policy)
      error_message = "${each.key}: policy_ids of the module does not have ${each.value.policy}. It has ${length(var.policy_ids) == 0 ? "no policy" : join(", ", keys(var.policy_ids))}."
    }
  }
}

# Exactly the people of the file are in these groups.
resource "atlassian_group_members" "group" {
  for_each = data.atlassian_group.group

  group_id     = each.value.id
  account_ids  = local.members[each.key]
  max_removals = var.max_leavers
}

# Managed accounts of the file are in these policies. Who leaves goes to the policy for leavers.
resource "atlassian_authentication_policy_members" "policy" {
  for_each   = var.policy_ids
  depends_on = [atlassian_group_members.group]

  policy_id          = each.value
  fallback_policy_id = var.leavers_policy_id
  account_ids        = local.policy_members[each.key]
  max_removals       = var.max_leavers
}
