data "atlassian_security_posture" "this" {
  intended_authentication_policy_ids = ["a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718", "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"]
  min_two_step_verification_percent  = 95
  max_organization_admins            = 4

  # The same map as approved of atlassian_approved_apps.
  approved_apps = {
    "com.orbit.boards" = { scopes = ["read:jira-work", "read:jira-user"] }
  }

  # A decision with an end. The status of the control stays what it is.
  waive = {
    data_classified = {
      reason = "Classification comes with Guard Premium, which we buy in spring. Ada Okafor, 2026-11-28"
      until  = "2027-03-31"
    }
  }
}

# Every plan and apply warns as long as something fails, or cannot be seen.
check "security_posture" {
  assert {
    condition = length(concat(data.atlassian_security_posture.this.failed, data.atlassian_security_posture.this.unknown)) == 0
    error_message = join("\n", [
      for control in data.atlassian_security_posture.this.controls :
      "${control.id} (${control.severity}, ${control.status}): ${control.evidence.summary}. To fix it: ${control.fix}"
      if control.status != "pass" && !control.waived
    ])
  }
}

output "posture" {
  value = { for control in data.atlassian_security_posture.this.controls : control.id => control.status }
}
