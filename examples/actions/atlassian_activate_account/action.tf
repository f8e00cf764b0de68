# The incident is over: run it with terraform apply -invoke=action.atlassian_activate_account.incident
action "atlassian_activate_account" "incident" {
  config {
    accounts = [
      "emil.sorensen@acme.example",
      "gus.moreau@acme.dev",
    ]
  }
}
