import {
  to = atlassian_ip_allowlist.headquarters
  identity = {
    policy_id = "6f0c4a8e-2d17-4b95-9e3a-71c5d8f2b604"
  }
}
