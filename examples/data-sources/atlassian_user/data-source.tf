# One person, with the groups and the roles of an admin that the person has.
data "atlassian_user" "chen" {
  email  = "chen.li@acme.example"
  expand = ["groups", "platform_roles"]
}

check "chen_is_no_admin" {
  assert {
    condition     = length(data.atlassian_user.chen.platform_roles) == 0
    error_message = "${data.atlassian_user.chen.name} has platform roles: ${join(", ", data.atlassian_user.chen.platform_roles)}."
  }
}
