import {
  to = atlassian_authentication_policy_attestation.staff
  identity = {
    policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  }
}

# The next apply attests what is written here: look at the policy in the console first.
resource "atlassian_authentication_policy_attestation" "staff" {
  policy_id   = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  attested_by = "ada.okafor@acme.example"

  settings = {
    two_step_verification = "required"
  }
}
