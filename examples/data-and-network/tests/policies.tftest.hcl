# Runs against a simulated organization, without an Atlassian account:
#
#   terraform-provider-atlassian simulate -- terraform test

run "policies" {
  assert {
    condition     = length(atlassian_ip_allowlist.offices.products) == 2
    error_message = "The IP allowlist applies to both products."
  }

  assert {
    condition     = [for id in atlassian_classification_order.this.level_ids : id] == [for key in ["1", "2", "3"] : atlassian_classification_level.this[key].id]
    error_message = "The levels are in their order."
  }
}
