# When the incident is over: terraform apply -invoke=action.atlassian_restore_user.over
action "atlassian_restore_user" "over" {
  config {
    users = [
      "emil.sorensen@acme.example",
      "gus.moreau@acme.dev",
    ]
  }
}
