# POLICY_ID for everybody in the policy, or POLICY_ID/ACCOUNT_ID,ACCOUNT_ID,… for some of them.
terraform import atlassian_authentication_policy_members.staff c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045
