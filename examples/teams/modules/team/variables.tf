variable "name" {
  type        = string
  description = "Name of the group. No group of this name exists yet."

  validation {
    condition     = trimspace(var.name) == var.name && var.name != ""
    error_message = "The name must not be empty, and must not begin or end with a space."
  }
}

variable "description" {
  type        = string
  default     = ""
  description = "What the team does, for people who look at the group in Atlassian Administration."
}

variable "emails" {
  type        = list(string)
  description = "Addresses of all members, each once."

  validation {
    condition     = length(var.emails) > 0
    error_message = "A team needs a member. To give up a team, delete its entry."
  }

  validation {
    condition     = length(distinct([for email in var.emails : lower(email)])) == length(var.emails)
    error_message = "Each address must be in the team once, whatever its case."
  }
}

variable "site" {
  type        = string
  description = "Name of the site that the roles are for, such as acme of acme.atlassian.net."
}

variable "roles" {
  type = map(object({
    product = string
    role    = optional(string, "atlassian/user")
  }))
  default     = {}
  description = "What the members may use, by a key of your own: the type key of the product, such as jira-software, and the role."

  validation {
    condition     = alltrue([for role in values(var.roles) : startswith(role.role, "atlassian/")])
    error_message = "A role is an ID, such as atlassian/user."
  }

  validation {
    condition     = alltrue([for role in values(var.roles) : !contains(["atlassian/org-admin", "atlassian/site-admin"], role.role)])
    error_message = "A team administers neither the organization nor a site. Name admins with atlassian_organization_admins."
  }
}

variable "policy_id" {
  type        = string
  default     = null
  description = "ID of the authentication policy that the members are in. All of them must have managed accounts. Default: the module moves nobody."
}

variable "max_removals" {
  type        = number
  default     = 3
  description = "How many people one plan may take out of the team. A plan that takes out more fails."
}
