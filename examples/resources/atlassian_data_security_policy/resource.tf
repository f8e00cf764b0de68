# Nobody exports pages or shares content by public links. A person publishes the
# draft in Atlassian Administration.
resource "atlassian_data_security_policy" "organization" {
  name        = "Keep content inside"
  description = "Agreed with the data protection officer"
  coverage    = "ORG"

  rules = {
    export       = "block"
    public_links = "block"
  }
}

# Some apps on some sites may export. The policy that this one overrides has to
# come first.
resource "atlassian_data_security_policy" "sites" {
  name     = "Sites that may export"
  coverage = "WORKSPACE"

  rules = {
    export = "allow"
  }

  depends_on = [atlassian_data_security_policy.organization]
}
