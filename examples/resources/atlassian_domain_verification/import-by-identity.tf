import {
  to = atlassian_domain_verification.acme
  identity = {
    domain = "acme.example"
  }
}

resource "atlassian_domain_verification" "acme" {
  domain = "acme.example"
}
