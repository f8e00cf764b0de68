resource "atlassian_group" "platform" {
  name        = "platform"
  description = "Builds and runs the platform"

  # Renaming a group would make a new, empty one. Such a plan fails as long as this is true.
  deletion_protection = true
}
