variable "people_csv" {
  type        = string
  description = "Content of the file of people, such as file(\"people.csv\"): a row for each person, with the columns email, groups (names, with semicolons between them) and policy (a key of policy_ids, or empty)."

  validation {
    condition     = length(csvdecode(var.people_csv)) > 0
    error_message = "The file has no people. If all of them are to leave, destroy the module instead."
  }

  validation {
    condition     = length(distinct([for row in csvdecode(var.people_csv) : lower(trimspace(row.email))])) == length(csvdecode(var.people_csv))
    error_message = "An address is in the file twice."
  }

  validation {
    condition     = alltrue([for row in csvdecode(var.people_csv) : length(compact([for name in split(";", row.groups) : trimspace(name)])) > 0])
    error_message = "Everybody in the file needs a group, because an invitation gives groups."
  }
}

variable "groups" {
  type        = set(string)
  description = "Names of the groups that the file fills. They exist already, and are not synced from an identity provider. Nobody else stays in them."
}

variable "policy_ids" {
  type        = map(string)
  default     = {}
  description = "IDs of the authentication policies that the file fills, by the name that the column policy has for them."
}

variable "leavers_policy_id" {
  type        = string
  default     = null
  description = "ID of the authentication policy that leavers go to, such as one that allows no API tokens. Default: they stay in the policy they are in."
}

variable "max_leavers" {
  type        = number
  default     = 5
  description = "How many people one plan may take out of a group or a policy. A plan that takes out more fails, so that a broken file does not lock people out."
}

variable "on_leaving" {
  type        = string
  default     = "suspend"
  description = "What becomes of somebody who is no longer in the file: suspend, remove or forget, as on_destroy of atlassian_user. It has to be applied before the person leaves."
}

variable "send_notification" {
  type        = bool
  default     = false
  description = "Whether Atlassian sends joiners an e-mail with the invitation."
}
