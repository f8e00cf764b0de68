resource "atlassian_group" "platform" {
  name        = "platform"
  description = "Builds and runs the platform"
}

# Exactly these people. If somebody else joins, the next plan removes them.
resource "atlassian_group_members" "platform" {
  group_id = atlassian_group.platform.id

  emails = [
    "chen.li@acme.example",
    "dana.novak@acme.example",
    "gus.moreau@acme.dev",
  ]

  # A plan that removes more than two people at once fails.
  max_removals = 2
}
