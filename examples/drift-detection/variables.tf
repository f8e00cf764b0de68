variable "exempt_from_two_step_verification" {
  type        = set(string)
  default     = ["emil.sorensen@acme.example", "ivan.petrov@acme.dev"]
  description = "Addresses or account IDs of managed people who may do without two-step verification, such as those who sign in by an identity provider that asks for it."
}
