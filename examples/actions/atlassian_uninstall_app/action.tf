# Run it with: terraform apply -invoke=action.atlassian_uninstall_app.ledger_export
action "atlassian_uninstall_app" "ledger_export" {
  config {
    site    = "acme"
    product = "confluence" # without it, from all products of the site
    app     = "9d07f5a3-b8e2-4c61-8f39-1a6e4d2c705b"
    confirm = "9d07f5a3-b8e2-4c61-8f39-1a6e4d2c705b"
  }
}
