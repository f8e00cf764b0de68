import {
  to = atlassian_data_residency_policy.default
  identity = {
    policy_id = "cd4f9d44-7618-5b8f-9e3e-0152cfaff9df"
  }
}
