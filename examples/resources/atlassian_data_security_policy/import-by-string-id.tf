import {
  to = atlassian_data_security_policy.organization
  # The ID of the policy.
  id = "0b7c52f1-93ad-4e68-8d24-5f6e1a3c9b70"
}

resource "atlassian_data_security_policy" "organization" {
  name     = "Keep content inside"
  coverage = "ORG"
  rules = {
    export = "block"
  }
}
