data "atlassian_domains" "all" {}

data "atlassian_domains" "verified_by_dns" {
  status     = "verified"
  claim_type = "dns"
}

# Domains that need attention, with what is wrong.
output "not_verified" {
  value = { for domain in data.atlassian_domains.all.domains : domain.name => domain.status if domain.status != "verified" }
}

output "verified_by_dns" {
  value = data.atlassian_domains.verified_by_dns.domains[*].name
}
