# People reach Jira and Confluence of the site acme from the office and the VPN only.
resource "atlassian_ip_allowlist" "office" {
  name = "Office and VPN"
  addresses = [
    "192.0.2.0/24",     # office
    "2001:db8:40::/48", # office, IPv6
    "198.51.100.7",     # VPN
  ]
  products = [
    { site = "acme", product = "jira-software" },
    { site = "acme", product = "confluence" },
  ]

  # No plan shuts these out: the VPN, and the runner that applies this configuration.
  must_allow = ["198.51.100.7", "192.0.2.16/28"]

  # A plan that shuts out an address of the audit log's last two weeks says so.
  warn_of_recent_addresses = 14
}
