# People who join the company are put into the policy for staff, once, after the group is created.
action "atlassian_move_users_to_authentication_policy" "onboard" {
  config {
    policy_id = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"

    emails = [
      "emil.sorensen@acme.example",
      "gus.moreau@acme.dev",
    ]
  }
}

resource "atlassian_group" "november" {
  name = "joined-in-november"

  lifecycle {
    action_trigger {
      events  = [after_create]
      actions = [action.atlassian_move_users_to_authentication_policy.onboard]
    }
  }
}
