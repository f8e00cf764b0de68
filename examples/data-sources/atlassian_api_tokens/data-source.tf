# Tokens that nobody has used for 90 days, among them those that were never used.
data "atlassian_api_tokens" "stale" {
  unused_for_days = 90
}

check "no_stale_api_tokens" {
  assert {
    condition     = length(data.atlassian_api_tokens.stale.api_tokens) == 0
    error_message = "Not used for 90 days: ${join(", ", [for token in data.atlassian_api_tokens.stale.api_tokens : "${coalesce(token.label, token.id)} of ${try(coalesce(token.owner.email, token.owner.account_id), "an unknown person")}"])}."
  }
}

# How many tokens each person has.
data "atlassian_api_tokens" "all" {}

output "api_tokens_by_owner" {
  value = { for token in data.atlassian_api_tokens.all.api_tokens : try(coalesce(token.owner.email, token.owner.account_id), "unknown") => token.label... }
}
