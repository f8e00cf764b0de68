# Exactly these people. Somebody else who is made an organization admin shows in the next plan, which takes the role away.
resource "atlassian_organization_admins" "this" {
  emails       = local.admins
  max_removals = 1
}
