# Atlassian keeps the data of Jira and Confluence on acme.atlassian.net in the EU.
# The plan warns whose data moves. Nothing moves before the apply.
resource "atlassian_data_residency_policy" "europe" {
  name   = "Europe"
  region = "EU"

  products = [
    { site = "acme", product = "jira-software" },
    { site = "acme", product = "confluence" },
  ]

  # Without a window, Atlassian chooses the time.
  migration_window = {
    start = "2099-12-05T22:00:00Z"
    end   = "2099-12-06T06:00:00Z"
  }

  # The data of Confluence moves a week later.
  migration_windows = {
    "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21" = {
      start = "2099-12-12T22:00:00Z"
      end   = "2099-12-13T06:00:00Z"
    }
  }
}
