# Without an account, this lists the roles of all people who have one on the app, with one request for each of them.
list "atlassian_user_role_assignment" "service_desk" {
  provider = atlassian
  limit    = 10000

  config {
    resource_id = "ari:cloud:jira-servicedesk::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
  }
}
