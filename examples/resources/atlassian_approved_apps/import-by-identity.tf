# Until something is approved, every app that is installed shows as unapproved.
import {
  to = atlassian_approved_apps.acme
  identity = {
    sites = "acme"
  }
}
