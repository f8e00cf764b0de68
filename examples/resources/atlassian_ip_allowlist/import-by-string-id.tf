import {
  to = atlassian_ip_allowlist.headquarters
  # The ID of the policy.
  id = "6f0c4a8e-2d17-4b95-9e3a-71c5d8f2b604"
}

resource "atlassian_ip_allowlist" "headquarters" {
  name         = "Headquarters"
  addresses    = ["203.0.113.0/24"]
  resource_ids = ["ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"]
}
