# By the domain's name
terraform import atlassian_domain_verification.acme acme.example

# By the domain's ID, as the data source atlassian_domains lists it
terraform import atlassian_domain_verification.acme 1d2ba2d7-9c0f-4f7a-8a57-3c5f1e0b6d24
