import {
  to = atlassian_user_role_assignment.service_desk_agent
  identity = {
    account_id  = "712020:01066225-70e0-5566-b699-36f400a25144"
    resource_id = "ari:cloud:jira-servicedesk::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
    role        = "atlassian/user"
  }
}
