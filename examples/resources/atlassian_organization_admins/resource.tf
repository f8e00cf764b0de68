# Exactly these people have the role directly. If somebody else gets it, the next plan takes it away.
resource "atlassian_organization_admins" "this" {
  emails = [
    "ada.okafor@acme.example",
    "chen.li@acme.example",
  ]

  # A plan that removes more than one admin at once fails.
  max_removals = 1
}

# Who else is an organization admin, such as by the group org-admins.
output "organization_admins_by_a_group" {
  value = atlassian_organization_admins.this.inherited
}
