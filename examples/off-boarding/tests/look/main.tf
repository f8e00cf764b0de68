terraform {
  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

variable "emails" {
  type = list(string)
}

data "atlassian_users" "these" {
  emails = var.emails
}

output "statuses" {
  value = { for user in data.atlassian_users.these.users : user.email => user.membership_status }
}
