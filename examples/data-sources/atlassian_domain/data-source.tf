data "atlassian_domain" "acme" {
  name = "acme.example"

  lifecycle {
    postcondition {
      condition     = self.status == "verified"
      error_message = "The status of ${self.name} is ${self.status}: accounts of the domain may be released."
    }
  }
}

output "claim_type" {
  value = data.atlassian_domain.acme.claim_type
}
