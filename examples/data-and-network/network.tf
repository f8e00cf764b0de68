# From which networks people reach the products. An IP allowlist does not restrict admin.atlassian.com or the API of the
# organization, so Terraform can still change it after a mistake.
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
