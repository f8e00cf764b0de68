# The ID of the policy, which the data source atlassian_policies lists.
terraform import atlassian_data_residency_policy.default cd4f9d44-7618-5b8f-9e3e-0152cfaff9df
