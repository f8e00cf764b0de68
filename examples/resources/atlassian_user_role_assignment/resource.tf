# One person administers Confluence on the site acme.atlassian.net.
resource "atlassian_user_role_assignment" "confluence_admin" {
  email   = "chen.li@acme.example"
  site    = "acme"
  product = "confluence"
  role    = "atlassian/admin"
}

# The account ID and the ARI of the app do the same.
resource "atlassian_user_role_assignment" "service_desk_agent" {
  account_id  = "712020:4b961e56-9af8-5741-9a85-fdcea79070a5"
  resource_id = "ari:cloud:jira-servicedesk::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
  role        = "atlassian/user"
}
