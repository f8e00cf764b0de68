# What may leave. This is a draft: a person publishes it in Atlassian Administration, and every plan says so until then.
resource "atlassian_data_security_policy" "inside" {
  name     = "Keep content inside"
  coverage = "ORG"

  rules = {
    export       = "block"
    public_links = "block"
  }
}
