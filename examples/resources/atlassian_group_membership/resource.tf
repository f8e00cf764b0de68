data "atlassian_group" "engineering" {
  name = "engineering"
}

# These people are in the group. Other members stay as they are.
resource "atlassian_group_membership" "engineering" {
  for_each = toset([
    "emil.sorensen@acme.example",
    "fatima.haddad@acme.example",
  ])

  group_id = data.atlassian_group.engineering.id
  email    = each.value
}

# An account ID stays the same when the person's address changes.
resource "atlassian_group_membership" "ada" {
  group_id   = data.atlassian_group.engineering.id
  account_id = "712020:a19af8ef-da33-5019-82d4-29da642ebbc3"
}
