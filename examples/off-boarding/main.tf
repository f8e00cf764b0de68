terraform {
  required_version = ">= 1.8"

  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

# The variables ATLASSIAN_ORG_ID and ATLASSIAN_ORG_API_KEY say which organization it is.
provider "atlassian" {}

data "atlassian_group" "engineering" {
  name = "engineering"
}

# Chen Li is the only one of before/ who still works here. Gus Moreau has left as well, and nothing says so any more: Terraform destroys
# objects whose blocks are gone, and so suspends him.
resource "atlassian_user" "chen" {
  email = "chen.li@acme.example"
}

resource "atlassian_group_membership" "chen" {
  group_id   = data.atlassian_group.engineering.id
  account_id = atlassian_user.chen.account_id
}

# A removed block cannot name one of them. Somebody who leaves is a row that is deleted, and on_leaving decides what becomes of the person.
# It has to be applied before.
resource "atlassian_user" "contractor" {
  for_each = var.contractors

  email      = each.key
  on_destroy = each.value.on_leaving
}
