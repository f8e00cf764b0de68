# Nobody on the site may let an app act for them, other than apps that an admin has installed.
resource "atlassian_user_installed_apps" "acme" {
  site       = "acme"
  rule       = "deny"
  on_destroy = "allow"
}
