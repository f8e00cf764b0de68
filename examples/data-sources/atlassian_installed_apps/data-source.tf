data "atlassian_installed_apps" "acme" {
  sites = ["acme"]
}

# Apps that may change something.
output "writers" {
  value = distinct([
    for app in data.atlassian_installed_apps.acme.apps : app.name
    if app.scopes == null ? true : anytrue([for scope in app.scopes : strcontains(lower(scope), "write")])
  ])
}
