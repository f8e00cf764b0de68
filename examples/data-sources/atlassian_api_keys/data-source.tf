# Keys that expire within 30 days, or at a time that Atlassian does not say.
data "atlassian_api_keys" "expiring" {
  expires_within_days = 30
}

check "api_keys_do_not_expire_unseen" {
  assert {
    condition     = length(data.atlassian_api_keys.expiring.api_keys) == 0
    error_message = "Replace: ${join(", ", [for key in data.atlassian_api_keys.expiring.api_keys : "${coalesce(key.label, key.id)} (${key.expires_in_days == null ? "expiry unknown" : "${key.expires_in_days} days"})"])}."
  }
}

# Keys that nobody has used for a quarter.
data "atlassian_api_keys" "unused" {
  unused_for_days = 90
}

output "unused_api_keys" {
  value = [for key in data.atlassian_api_keys.unused.api_keys : {
    label      = key.label
    created_by = try(key.owner.email, null)
    last_used  = key.last_active_at
  }]
}
