import {
  to = atlassian_authentication_policy_attestation.staff
  identity = {
    policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
  }
}
