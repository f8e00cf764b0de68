import {
  to = atlassian_domain_verification.acme
  identity = {
    domain = "acme.example"
  }
}
