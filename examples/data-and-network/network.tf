# From which networks people reach the products. According to a public ticket of Atlassian, an IP allowlist restricts neither
# admin.atlassian.com nor the API of the organization (unverified). Do not rely on it: must_allow is the protection.
resource "atlassian_ip_allowlist" "offices" {
  name = "Offices and VPN"
  addresses = [
    "192.0.2.0/24",     # Lisbon
    "2001:db8:40::/48", # Lisbon, IPv6
    "198.51.100.7",     # VPN
  ]
  products = [for product in local.products : { site = local.site, product = product }]

  # No plan shuts these out: the VPN, and the range of the machines that run Terraform.
  must_allow = ["198.51.100.7", "192.0.2.16/28"]
}
