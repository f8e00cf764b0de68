# By the domain's name
terraform import atlassian_domain_verification.acme acme.example

# By the domain's ID, as the data source atlassian_domains lists it
terraform import atlassian_domain_verification.acme 9b6fab19-a020-5354-a351-bb4daaa325f3
