# Accounts of these domains are managed only as long as the domains are verified. If a record is lost, the next plan shows it.
resource "atlassian_domain_verification" "this" {
  for_each = {
    "acme.example" = "dns"
    "acme.dev"     = "http"
  }

  domain              = each.key
  expected_claim_type = each.value
}
