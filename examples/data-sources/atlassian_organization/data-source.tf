data "atlassian_organization" "this" {
  lifecycle {
    postcondition {
      condition     = self.name == "Acme"
      error_message = "This configuration is for Acme, and the provider works on ${coalesce(self.name, self.id)}."
    }
  }
}

output "title" {
  value = "Access review of ${coalesce(data.atlassian_organization.this.name, data.atlassian_organization.this.id)}"
}
