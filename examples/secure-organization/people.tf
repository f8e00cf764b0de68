# The people whom no identity provider creates, one row each: joiners, movers and leavers are changes of people.csv.
module "people" {
  source     = "../people-from-csv"
  depends_on = [atlassian_domain_verification.this]

  people_csv        = file("${path.module}/people.csv")
  groups            = ["engineering", "contractors"]
  policy_ids        = { staff = local.policies.staff }
  leavers_policy_id = local.policies.everyone
}

data "atlassian_group" "team" {
  for_each = toset(["engineering", "contractors"])

  name = each.key
}

# What the teams may use. Contractors have no Confluence.
resource "atlassian_group_role_assignment" "engineering" {
  for_each = toset(["jira-software", "confluence"])

  group_id = data.atlassian_group.team["engineering"].id
  site     = local.site
  product  = each.key
  role     = "atlassian/user"
}

resource "atlassian_group_role_assignment" "contractors" {
  group_id = data.atlassian_group.team["contractors"].id
  site     = local.site
  product  = "jira-software"
  role     = "atlassian/user"
}

# The people who review access and answer incidents.
resource "atlassian_group" "security" {
  name                = "security-team"
  description         = "Reviews access and answers incidents"
  deletion_protection = true
}

resource "atlassian_group_members" "security" {
  group_id     = atlassian_group.security.id
  emails       = concat(local.admins, ["dana.novak@acme.example"])
  max_removals = 1
}
