# Directory, group, resource and role. The directory is optional.
terraform import atlassian_group_role_assignment.engineering_jira b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8/8f24bad3-ba6f-5e36-bad9-3805e19ae032/ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21/atlassian/user
