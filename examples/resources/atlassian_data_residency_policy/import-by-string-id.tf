import {
  to = atlassian_data_residency_policy.default
  # The ID of the policy, which the data source atlassian_policies lists.
  id = "cd4f9d44-7618-5b8f-9e3e-0152cfaff9df"
}

resource "atlassian_data_residency_policy" "default" {
  name   = "Default data residency"
  region = "global"
}
