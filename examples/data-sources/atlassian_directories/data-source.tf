data "atlassian_directories" "all" {}

# The IDs of the directories, by name.
output "directory_ids" {
  value = { for directory in data.atlassian_directories.all.directories : directory.name => directory.id if directory.name != null }
}
