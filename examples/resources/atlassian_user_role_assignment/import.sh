# Account, resource and role.
terraform import atlassian_user_role_assignment.service_desk_agent 712020:01066225-70e0-5566-b699-36f400a25144/ari:cloud:jira-servicedesk::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21/atlassian/user
