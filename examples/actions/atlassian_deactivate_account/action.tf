# Somebody lost a laptop: run it with terraform apply -invoke=action.atlassian_deactivate_account.incident
action "atlassian_deactivate_account" "incident" {
  config {
    accounts = [
      "emil.sorensen@acme.example",
      "gus.moreau@acme.dev",
    ]
    message = "Your account is blocked. Call the service desk."
  }
}
