variable "contractors" {
  type = map(object({
    on_leaving = optional(string, "suspend")
  }))
  default = {
    "lena.fischer@contractor.example" = {}
  }
  description = "People from outside, by address, and what becomes of them when their entry is deleted: suspend, remove or forget."

  validation {
    condition     = alltrue([for person in values(var.contractors) : contains(["suspend", "remove", "forget"], person.on_leaving)])
    error_message = "on_leaving is suspend, remove or forget."
  }
}
