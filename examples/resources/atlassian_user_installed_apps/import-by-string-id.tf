import {
  to = atlassian_user_installed_apps.acme
  # The site as the configuration names it: its cloud ID, name or URL.
  id = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
}

# The site as the identity names it, and the rule as it is now, so that the plan changes nothing.
resource "atlassian_user_installed_apps" "acme" {
  site = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
  rule = "allow"
}
