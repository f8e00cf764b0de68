import {
  to = atlassian_user_installed_apps.acme
  identity = {
    cloud_id = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
  }
}
