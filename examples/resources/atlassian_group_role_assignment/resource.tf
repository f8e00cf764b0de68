data "atlassian_group" "contractors" {
  name = "contractors"
}

# Everybody in the group may use Confluence on the site acme.atlassian.net.
resource "atlassian_group_role_assignment" "contractors_confluence" {
  group_id = data.atlassian_group.contractors.id
  site     = "acme"
  product  = "confluence"
  role     = "atlassian/user"
}

# The ARI of the app does the same.
resource "atlassian_group_role_assignment" "contractors_jira" {
  group_id    = data.atlassian_group.contractors.id
  resource_id = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
  role        = "atlassian/user"
}
