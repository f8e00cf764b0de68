# The configuration of last week. Nobody has left yet.
terraform {
  required_version = ">= 1.8"

  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

provider "atlassian" {}

data "atlassian_group" "engineering" {
  name = "engineering"
}

resource "atlassian_user" "chen" {
  email = "chen.li@acme.example"
}

resource "atlassian_user" "dana" {
  email = "dana.novak@acme.example"
}

resource "atlassian_user" "emil" {
  email = "emil.sorensen@acme.example"
}

resource "atlassian_user" "gus" {
  email = "gus.moreau@acme.dev"
}

resource "atlassian_group_membership" "chen" {
  group_id   = data.atlassian_group.engineering.id
  account_id = atlassian_user.chen.account_id
}

resource "atlassian_group_membership" "dana" {
  group_id   = data.atlassian_group.engineering.id
  account_id = atlassian_user.dana.account_id
}

resource "atlassian_group_membership" "emil" {
  group_id   = data.atlassian_group.engineering.id
  account_id = atlassian_user.emil.account_id
}

resource "atlassian_group_membership" "gus" {
  group_id   = data.atlassian_group.engineering.id
  account_id = atlassian_user.gus.account_id
}

locals {
  contractors = {
    "lena.fischer@contractor.example" = "suspend"
    "milo.rossi@contractor.example"   = "remove"
  }
}

resource "atlassian_user" "contractor" {
  for_each = local.contractors

  email      = each.key
  on_destroy = each.value
}
