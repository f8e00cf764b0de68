list "atlassian_authentication_policy_members" "in_use" {
  provider = atlassian

  # The policies that somebody is in, each with its members.
  include_resource = true
}
