variable "quarter" {
  type        = string
  description = "Quarter that is reviewed, such as 2026-Q4. It is in the names of the files."

  validation {
    condition     = can(regex("^[0-9]{4}-Q[1-4]$", var.quarter))
    error_message = "Write the quarter as 2026-Q4."
  }
}

variable "as_of" {
  type        = string
  description = "Moment of the review in RFC 3339, such as 2026-11-28T00:00:00Z. Days without activity are counted up to it. Leave it as it is until the next review, so that the files change only when access or activity does."
}

variable "organization" {
  type        = string
  default     = "our organization"
  description = "Name of the organization, for the title of the page."
}

variable "reviewed" {
  type        = map(string)
  default     = null
  description = "When each person was last reviewed: a date or an RFC 3339 time, by account ID or e-mail address. Default: that is not judged."
}

variable "include" {
  type        = set(string)
  default     = []
  description = "What else to ask for, at the cost of more requests: api_tokens, authentication_policies."
}

variable "folder" {
  type        = string
  default     = "."
  description = "Folder that the files are written to. They have names and addresses of people: do not put them where everybody can read them."
}
