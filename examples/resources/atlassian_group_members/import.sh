# Directory and group. The directory is optional.
terraform import atlassian_group_members.engineering b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8/8f24bad3-ba6f-5e36-bad9-3805e19ae032
