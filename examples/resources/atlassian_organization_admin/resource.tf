resource "atlassian_organization_admin" "chen" {
  email = "chen.li@acme.example"
}
