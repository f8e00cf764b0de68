# Any name of the site: its cloud ID, name or URL.
terraform import atlassian_user_installed_apps.acme acme
