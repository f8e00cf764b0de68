# The ID of the policy.
terraform import atlassian_ip_allowlist.headquarters 6f0c4a8e-2d17-4b95-9e3a-71c5d8f2b604
