import {
  to = atlassian_authentication_policy_attestation.staff
  # POLICY_ID@TIME keeps the time of an attestation that was made before, as after a lost state: the plan shows what was
  # changed since, and fails to apply until you have looked again and set attested_at to the time of that look. POLICY_ID alone
  # attests for the first time: the next apply attests what is configured.
  id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045@2026-10-01T09:30:00Z"
}

# The next apply attests what is written here: look at the policy in the console first.
resource "atlassian_authentication_policy_attestation" "staff" {
  policy_id   = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  attested_by = "ada.okafor@acme.example"

  settings = {
    two_step_verification = "required"
  }
}
