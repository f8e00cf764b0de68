terraform {
  required_version = ">= 1.8"

  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
    local = {
      source  = "hashicorp/local"
      version = ">= 2.0" # version 1 takes no file of more than 4 MB
    }
  }
}

# Organization and API key come from ATLASSIAN_ORG_ID and ATLASSIAN_ORG_API_KEY. Controls about apps and backups also need the API token
# of a person, ATLASSIAN_USER_EMAIL and ATLASSIAN_USER_API_TOKEN; without it, they are unknown.
provider "atlassian" {}

# Who has access to what, and what somebody has to look at.
data "atlassian_access_review" "all" {
  as_of    = var.as_of
  reviewed = var.reviewed
  include  = var.include
}

# How the organization is set up. What a control has to know, such as the intended authentication policies, is an argument:
# ../secure-organization has all of them.
data "atlassian_security_posture" "all" {
  as_of = var.as_of
}

# The names of sites and groups: what Atlassian says of a person may have their IDs alone.
data "atlassian_workspaces" "all" {}

data "atlassian_directories" "all" {}

data "atlassian_groups" "all" {
  for_each = toset([for directory in data.atlassian_directories.all.directories : directory.id])

  directory_id = each.key
}

locals {
  review     = data.atlassian_access_review.all
  posture    = data.atlassian_security_posture.all
  workspaces = data.atlassian_workspaces.all.workspaces
  groups     = { for group in flatten([for directory in data.atlassian_groups.all : directory.groups]) : group.id => group.name }
}

output "findings" {
  description = "Number of findings of each kind. It is null for what was not judged."
  value       = local.review.counts
}

output "failed_controls" {
  description = "Controls of the security posture that fail, and are not waived."
  value       = local.posture.failed
}
