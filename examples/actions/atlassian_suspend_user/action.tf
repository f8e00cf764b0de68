# Everybody whose laptop was lost loses access, once, with the note of the incident.
action "atlassian_suspend_user" "incident" {
  config {
    users = [
      "emil.sorensen@acme.example",
      "gus.moreau@acme.dev",
    ]
  }
}

resource "terraform_data" "incident" {
  input = "2026-11-28: two laptops lost"

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.atlassian_suspend_user.incident]
    }
  }
}
