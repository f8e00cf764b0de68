# What a quarterly review has decided: who keeps access. People who are added later, or get access again, show in the next plan
# until somebody decides on them.
resource "atlassian_access_review_decision" "this" {
  quarter     = "2026-Q4"
  reviewed_by = "dana.novak@acme.example"

  # Reviewed as a whole, by the person who is responsible for the team.
  groups = {
    (data.atlassian_group.team["engineering"].id) = "SEC-440: Chen Li has read the list"
    (data.atlassian_group.team["contractors"].id) = "SEC-441: Dana Novak has read the list"
  }

  keep = {
    "ada.okafor@acme.example"    = "SEC-439: owns the organization"
    "bruno.keller@acme.example"  = "SEC-439: stands in for Ada"
    "emil.sorensen@acme.example" = "SEC-440: joins engineering with this change"
    (local.break_glass_email)    = "SEC-439: the break-glass account"
    "hana.sato@acme.dev"         = "SEC-442: comes from the identity provider"
    "ivan.petrov@acme.dev"       = "SEC-442: comes from the identity provider"
  }

  # The key that Terraform runs with.
  keep_api_keys = {
    "a3543ee5-331f-5218-bc36-755300359890" = "SEC-438: replaced every January"
  }

  # The teams have their people and roles before somebody looks at them.
  depends_on = [module.people, atlassian_group_role_assignment.engineering, atlassian_group_role_assignment.contractors]
}

# How the organization is set up, control by control.
data "atlassian_security_posture" "this" {
  verified_domains                   = keys(atlassian_domain_verification.this)
  intended_authentication_policy_ids = values(local.policies) # the default one has those who have left
  single_sign_on_policy_ids          = [local.policies.staff]
  attestations = {
    for attestation in [atlassian_authentication_policy_attestation.staff, atlassian_authentication_policy_attestation.break_glass] : attestation.policy_id => attestation
  }
  max_organization_admins = 4
  sites                   = [local.site]
  approved_apps           = atlassian_approved_apps.this.approved

  # Decided, with an end: what is not done by then fails again.
  waive = {
    data_classified = {
      reason = "SEC-450: classification comes with Guard Premium, which we buy in spring. Ada Okafor"
      until  = "2027-03-31"
    }
  }

  # What an apply puts right counts at once.
  depends_on = [
    module.people, atlassian_organization_admins.this, atlassian_authentication_policy_members.admins, atlassian_authentication_policy_members.synced,
    atlassian_authentication_policy_members.break_glass, atlassian_user_installed_apps.this,
  ]
}

# Every plan and every apply says what fails, and what could not be seen.
check "security_posture" {
  assert {
    condition     = length(data.atlassian_security_posture.this.failed) == 0
    error_message = "Controls that fail:\n${join("\n", [for control in data.atlassian_security_posture.this.controls : "${control.id}: ${control.evidence.summary}. ${control.fix}" if contains(data.atlassian_security_posture.this.failed, control.id)])}"
  }

  assert {
    condition     = length(data.atlassian_security_posture.this.unknown) == 0
    error_message = "Controls that are unknown:\n${join("\n", [for control in data.atlassian_security_posture.this.controls : "${control.id}: ${control.evidence.summary}" if contains(data.atlassian_security_posture.this.unknown, control.id)])}"
  }
}

output "failed_controls" {
  description = "Controls of the security posture that fail, and are not waived."
  value       = data.atlassian_security_posture.this.failed
}
