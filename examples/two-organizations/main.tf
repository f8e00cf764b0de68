terraform {
  # A saved plan has the values of variables, but not those of ephemeral ones. Terraform has these since 1.10, OpenTofu since 1.11.
  required_version = ">= 1.10"

  required_providers {
    atlassian = {
      source  = "orgsec/atlassian"
      version = "~> 0.1.0"
    }
  }
}

# Each block names its own organization. There is no provider block without an alias, so leave ATLASSIAN_ORG_ID and ATLASSIAN_ORG_API_KEY
# unset: a resource that does not say which organization it belongs to is an error then, and does not end up in the wrong one.
provider "atlassian" {
  alias = "production"

  organization_id = var.production.organization_id
  api_key         = var.production_api_key
  base_url        = var.production_base_url
}

provider "atlassian" {
  alias = "sandbox"

  organization_id = var.sandbox.organization_id
  api_key         = var.sandbox_api_key
  base_url        = var.sandbox_base_url
}

# The same module for each organization. It sees one provider, and does not know which.
module "production_security_team" {
  source    = "./modules/security-team"
  providers = { atlassian = atlassian.production }

  emails = var.production.security_team
}

module "sandbox_security_team" {
  source    = "./modules/security-team"
  providers = { atlassian = atlassian.sandbox }

  emails = var.sandbox.security_team
}

# A module that compares both gets both.
module "leavers" {
  source = "./modules/leavers"
  providers = {
    atlassian.production = atlassian.production
    atlassian.sandbox    = atlassian.sandbox
  }
}

# Every plan says who has left production and not the sandbox. An account that was never in production counts as well: name it as one that is
# only in the sandbox, with only_in_sandbox of the module.
check "leavers_are_out_of_the_sandbox" {
  assert {
    condition     = length(module.leavers.still_in_sandbox) == 0
    error_message = "No access to production, but to the sandbox: ${join(", ", module.leavers.still_in_sandbox)}."
  }
}
