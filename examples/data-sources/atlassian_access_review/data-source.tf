# Who has access to what, and what of it somebody has to decide on. It costs one request for every 100 accounts.
data "atlassian_access_review" "quarterly" {
  dormant_after_days        = 90
  dormant_after_days_by_app = { confluence = 180 }
}

# Each kind of finding is a check of its own, so that a plan says in a line what is wrong.
check "nobody_is_dormant" {
  assert {
    condition     = data.atlassian_access_review.quarterly.counts["dormant"] == 0
    error_message = "Dormant: ${join(", ", [for finding in data.atlassian_access_review.quarterly.findings : coalesce(finding.email, finding.account_id) if finding.kind == "dormant"])}."
  }
}

check "few_organization_admins" {
  assert {
    condition     = data.atlassian_access_review.quarterly.counts["organization_admins"] <= 4
    error_message = "There are ${data.atlassian_access_review.quarterly.counts["organization_admins"]} organization admins."
  }
}

# What Atlassian does not say is no proof that all is well.
check "everything_is_known" {
  assert {
    condition     = data.atlassian_access_review.quarterly.counts["unknown"] == 0
    error_message = join("\n", [for finding in data.atlassian_access_review.quarterly.findings : "${finding.name != null ? finding.name : finding.account_id}: ${finding.reason}" if finding.kind == "unknown"])
  }
}

# The number of findings by kind, for the evidence of this quarter.
output "findings" {
  value = data.atlassian_access_review.quarterly.counts
}
