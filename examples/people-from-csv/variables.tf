variable "people_csv" {
  type        = string
  description = "Content of the file of people, such as file(\"people.csv\"): a row for each person, with the columns email, groups (names, with semicolons between them) and policy (a key of policy_ids, or empty)."

  validation {
    condition     = can([for row in csvdecode(trimprefix(var.people_csv, "\ufeff")) : [row.email, row.groups, row.policy]])
    error_message = "The file must start with the line email,groups,policy, and each row must have two commas, also where the policy is empty."
  }

  validation {
    condition     = try(length(csvdecode(trimprefix(var.people_csv, "\ufeff"))) > 0, true)
    error_message = "The file has no people. If all of them are to leave, destroy the module instead."
  }

  validation {
    condition = try(alltrue([
      for rows in values({ for row in csvdecode(trimprefix(var.people_csv, "\ufeff")) : lower(trimspace(row.email)) => row... }) : length(rows) == 1
    ]), true)
    error_message = "Each address must be in the file once. More than once: ${try(join(", ", [
      for email, rows in { for row in csvdecode(trimprefix(var.people_csv, "\ufeff")) : lower(trimspace(row.email)) => row... } : email if length(rows) > 1
    ]), "")}."
  }

  validation {
    condition = try(alltrue([
      for row in csvdecode(trimprefix(var.people_csv, "\ufeff")) : trimspace(row.email) != "" && length(compact([for name in split(";", row.groups) : trimspace(name)])) > 0
    ]), true)
    error_message = "Each row needs an address and a group, because an invitation gives groups. Incomplete: ${try(join(", ", [
      for i, row in csvdecode(trimprefix(var.people_csv, "\ufeff")) : "person ${i + 1} (${row.email})"
      if trimspace(row.email) == "" || length(compact([for name in split(";", row.groups) : trimspace(name)])) == 0
    ]), "")}."
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
