# Chen is an organization admin. Other admins stay as they are.
resource "atlassian_organization_admin" "chen" {
  email = "chen.li@acme.example"
}
