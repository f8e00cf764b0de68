# What somebody saw in Atlassian Administration under Security > Authentication policies. No API reads or sets it; but when
# the audit log shows a change to the policy, or a member has two-step verification off, the next plan shows it.
resource "atlassian_authentication_policy_attestation" "staff" {
  policy_id   = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045" # as in the console's address bar
  attested_by = "ada.okafor@acme.example"

  # A new text here, or a change of attested_by, attested_at or settings, answers what a plan has found. Without one, apply fails.
  review = "2026-09-30: quarterly review, nothing differs"

  # When she looked, if that was not right before the apply. Apply then fails if the policy was changed after it:
  # attested_at = "2026-09-30T09:30:00Z"

  settings = {
    single_sign_on            = "none"
    two_step_verification     = "required"
    minimum_password_strength = "strong"
    password_expiry_days      = 0
    user_api_tokens           = "allowed"
  }

  valid_for_days = 90 # looked at again every quarter

  # A break-glass account with a hardware key that Atlassian does not count, as the review of 2026-09-30 found.
  exempt_account_ids = ["712020:01066225-70e0-5566-b699-36f400a25144"]
}
