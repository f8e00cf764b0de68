# Exactly these people, and the break-glass account: it helps only if it can administer the organization. Somebody else who is made an organization admin shows in the next plan, which takes the role away.
resource "atlassian_organization_admins" "this" {
  emails       = concat(local.admins, [local.break_glass_email])
  max_removals = 1
}
