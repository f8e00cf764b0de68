resource "atlassian_group" "platform" {
  name        = "platform"
  description = "Builds and runs the platform"

  # A plan that would delete or replace the group fails as long as this is true.
  deletion_protection = true
}
