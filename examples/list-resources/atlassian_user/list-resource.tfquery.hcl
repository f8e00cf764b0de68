list "atlassian_user" "everybody" {
  provider         = atlassian
  include_resource = true
}
