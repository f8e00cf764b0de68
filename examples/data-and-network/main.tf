terraform {
  required_version = ">= 1.8"

  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

# The variables ATLASSIAN_ORG_ID and ATLASSIAN_ORG_API_KEY say which organization it is.
provider "atlassian" {}

locals {
  site     = "acme"
  products = ["jira-software", "confluence"]
}
