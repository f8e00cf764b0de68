output "group_id" {
  description = "ID of the group, for other roles and policies."
  value       = atlassian_group.this.id
}
