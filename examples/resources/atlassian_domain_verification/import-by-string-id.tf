import {
  to = atlassian_domain_verification.acme
  # By the domain's name
  id = "acme.example"

  # By the domain's ID, as the data source atlassian_domains lists it
  # id = "9b6fab19-a020-5354-a351-bb4daaa325f3"
}

resource "atlassian_domain_verification" "acme" {
  domain = "acme.example"
}
