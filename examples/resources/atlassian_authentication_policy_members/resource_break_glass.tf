# Break-glass accounts: the way in when single sign-on fails. Nobody else may be in their policy, and no plan may move
# them. Put their account IDs into protected_account_ids of the provider block, once they are in the policy:
#
#   provider "atlassian" {
#     protected_account_ids = ["712020:01066225-70e0-5566-b699-36f400a25144"]
#   }
resource "atlassian_authentication_policy_members" "break_glass" {
  policy_id          = "e5f7a926-3c81-4d0b-9f47-81b2d6c3e05a"
  fallback_policy_id = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
  exclusive          = true
  max_removals       = 1

  emails = ["fatima.haddad@acme.example"]
}
