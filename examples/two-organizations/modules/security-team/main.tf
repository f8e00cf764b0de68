terraform {
  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

variable "emails" {
  type        = list(string)
  description = "Addresses of all members. They are accounts of the organization."
}

resource "atlassian_group" "this" {
  name        = "security-team"
  description = "Reviews access and answers incidents"
}

resource "atlassian_group_members" "this" {
  group_id     = atlassian_group.this.id
  emails       = var.emails
  max_removals = 3
}

output "group_id" {
  description = "ID of the group."
  value       = atlassian_group.this.id
}
