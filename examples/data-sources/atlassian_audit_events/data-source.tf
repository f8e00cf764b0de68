data "atlassian_audit_event_actions" "all" {}

locals {
  watched = [for action in data.atlassian_audit_event_actions.all.actions : action.id if contains(action.groups, "App actions")]
}

# What was done to Marketplace apps in the last 30 days.
data "atlassian_audit_events" "apps" {
  last_days = 30
  actions   = local.watched
}

output "app_changes" {
  value = [for event in data.atlassian_audit_events.apps.events : {
    time = event.time
    what = event.action_name
    who  = coalesce(event.actor.email, event.actor.name, event.actor.id, "unknown")
    app  = join(", ", [for object in event.context : coalesce(object.name, object.id, "unknown")])
  }]
}

# Everything that one person did in a week. The log is late: what happened after complete_until may still come.
data "atlassian_audit_events" "of_one_person" {
  from   = timeadd(plantimestamp(), "-168h")
  actors = ["712020:0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"]
}

check "quiet" {
  assert {
    condition     = length(data.atlassian_audit_events.of_one_person.events) == 0
    error_message = "The account was used until ${data.atlassian_audit_events.of_one_person.window_to}."
  }
}
