data "atlassian_classification_levels" "all" {}

# The IDs by name, such as for a data security policy.
output "classification_level_ids" {
  value = { for level in data.atlassian_classification_levels.all.levels : level.name => level.id }
}

# A status that Atlassian does not say is null, so a level with it is listed here, too.
output "unpublished_levels" {
  value = [for level in data.atlassian_classification_levels.all.levels : level.name if level.status != "PUBLISHED"]
}
