import {
  to = atlassian_approved_apps.acme
  # SITE[,SITE...]: the sites as the configuration names them, with commas between them.
  id = "acme"
}

resource "atlassian_approved_apps" "acme" {
  sites    = ["acme"]
  approved = {}
}
