# POLICY_ID@TIME keeps the time of an attestation that was made before, as after a lost state: the plan shows what was
# changed since. POLICY_ID alone attests for the first time. Either way, the next apply attests what is configured.
terraform import atlassian_authentication_policy_attestation.staff c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045@2026-10-01T09:30:00Z
