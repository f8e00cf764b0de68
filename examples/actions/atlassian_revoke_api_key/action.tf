# The key of an admin who has left. Several keys could be the provider's own, so it is said which one is.
action "atlassian_revoke_api_key" "leaver" {
  config {
    api_key_id          = "0e5c2f4b-1c7d-5a57-9f61-5a0c1b6b3f10"
    provider_api_key_id = "7f1d6a3e-9b52-4c08-8d7e-2f4b6c8a0e19"
  }
}

resource "terraform_data" "leaver" {
  input = "2026-11-28: the key of an admin who has left"

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.atlassian_revoke_api_key.leaver]
    }
  }
}
