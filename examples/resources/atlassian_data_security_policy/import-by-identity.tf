import {
  to = atlassian_data_security_policy.organization
  identity = {
    policy_id = "0b7c52f1-93ad-4e68-8d24-5f6e1a3c9b70"
  }
}
