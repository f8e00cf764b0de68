data "atlassian_audit_event_actions" "all" {}

# IDs of the actions about Marketplace apps. Atlassian may rename the group, so make sure that there are any.
output "app_actions" {
  value = [for action in data.atlassian_audit_event_actions.all.actions : action.id if contains(action.groups, "App actions")]

  precondition {
    condition     = anytrue([for action in data.atlassian_audit_event_actions.all.actions : contains(action.groups, "App actions")])
    error_message = "The audit log has no action in the group App actions."
  }
}
