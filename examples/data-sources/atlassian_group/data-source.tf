data "atlassian_group" "engineering" {
  name = "engineering"
}

output "engineering" {
  value = "${data.atlassian_group.engineering.member_count} members, managed by ${data.atlassian_group.engineering.managed_by}"
}
