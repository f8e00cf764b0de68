provider "atlassian" {
  experimental = ["backup_policies"]
}

# Every backup policy, with the token of an organization admin.
data "atlassian_backup_policies" "all" {}

# Products of sites that no active policy backs up.
locals {
  active   = [for policy in data.atlassian_backup_policies.all.policies : policy.id if policy.status == "ACTIVE"]
  unsaved  = [for place in data.atlassian_backup_policies.all.places : "${place.product} of ${coalesce(place.site, place.cloud_id)}" if length(setintersection(place.policy_ids, local.active)) == 0]
  too_late = [for policy in data.atlassian_backup_policies.all.policies : policy.name if try(timecmp(policy.last_backup_time, timeadd(plantimestamp(), "-48h")) < 0, true)]
}

check "backups" {
  assert {
    condition     = length(local.unsaved) == 0
    error_message = "No active backup policy: ${join(", ", local.unsaved)}."
  }
  assert {
    condition     = length(local.too_late) == 0
    error_message = "No backup within 48 hours, or none that Atlassian tells of: ${join(", ", local.too_late)}."
  }
}
