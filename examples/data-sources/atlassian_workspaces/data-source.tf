# All products on one site.
data "atlassian_workspaces" "acme" {
  site = "acme"
}

# Their ARIs, by product.
output "resource_ids" {
  value = { for workspace in data.atlassian_workspaces.acme.workspaces : workspace.type_key => workspace.id }
}

# Jira and Confluence of all sites, unless they are offline.
data "atlassian_workspaces" "online" {
  type_keys = ["jira-software", "confluence"]
  statuses  = ["online"]
}
