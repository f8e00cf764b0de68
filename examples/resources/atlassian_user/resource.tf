data "atlassian_group" "contractors" {
  name = "contractors"
}

# People by address. Those who are not in the directory are invited together.
resource "atlassian_user" "contractors" {
  for_each = toset([
    "nora.lind@partner.example",
    "olga.brandt@partner.example",
  ])

  email  = each.value
  groups = [data.atlassian_group.contractors.id]

  roles = [{
    site    = "acme"
    product = "confluence"
    role    = "atlassian/guest"
  }]

  send_notification = true
  notification_text = "Welcome to Acme. Sign in with the address that this message went to."
}

# A person on leave. The access is suspended, and comes back with status = "active".
resource "atlassian_user" "emil" {
  email      = "emil.sorensen@acme.example"
  status     = "suspended"
  on_destroy = "forget"
}
