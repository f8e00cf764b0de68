# A token was found in a public repository.
action "atlassian_revoke_user_api_token" "leaked" {
  config {
    account      = "emil.sorensen@acme.example"
    api_token_id = "6d0f1c52-3a84-4be9-9c77-1e5b2a8d4f63"
  }
}

resource "terraform_data" "leaked" {
  input = "2026-11-28: a token in a public repository"

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.atlassian_revoke_user_api_token.leaked]
    }
  }
}
