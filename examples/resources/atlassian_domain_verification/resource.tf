# The domain was added in Atlassian Administration under Directory > Domains. Its proof has to be the TXT record: a
# file on a web server will not do.
resource "atlassian_domain_verification" "acme" {
  domain              = "acme.example"
  expected_claim_type = "dns"
}

# Somebody is going to add this domain while Terraform runs.
resource "atlassian_domain_verification" "acme_dev" {
  domain            = "acme.dev"
  wait_until_listed = true

  timeouts = {
    create = "2h"
    update = "10m"
  }
}
