list "atlassian_authentication_policy_members" "in_use" {
  provider = atlassian
  limit    = 10000

  # The policies that somebody is in, each with its members.
  include_resource = true
}
