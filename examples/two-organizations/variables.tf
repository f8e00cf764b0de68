variable "production" {
  type = object({
    organization_id = string
    security_team   = list(string)
  })
  description = "The production organization: its ID, and the addresses of its security team."
}

variable "sandbox" {
  type = object({
    organization_id = string
    security_team   = list(string)
  })
  description = "The sandbox organization, likewise."

  validation {
    condition     = var.sandbox.organization_id != var.production.organization_id
    error_message = "The sandbox is an organization of its own. Both IDs are ${var.sandbox.organization_id}."
  }
}

variable "production_api_key" {
  type        = string
  sensitive   = true
  ephemeral   = true
  description = "API key of the production organization. Set the environment variable TF_VAR_production_api_key."
}

variable "sandbox_api_key" {
  type        = string
  sensitive   = true
  ephemeral   = true
  description = "API key of the sandbox organization. Set the environment variable TF_VAR_sandbox_api_key."
}

variable "production_base_url" {
  type        = string
  default     = null
  description = "Address of a simulated production organization, for a test. Default: Atlassian's API."
}

variable "sandbox_base_url" {
  type        = string
  default     = null
  description = "Address of a simulated sandbox organization, for a test. Default: Atlassian's API."
}
