# Copied from Atlassian Administration under Directory > Domains.
locals {
  token = "TheTokenOf/acmeExample/isOneWordOf64characters+asTheConsoleShows"
}

# Content of the TXT record of acme.example, for the resource of your DNS provider.
output "txt_record" {
  value = provider::atlassian::domain_verification_txt(local.token)
}
