# What both files show, out of the two data sources.

locals {
  # The gravest first. A finding of a kind that is not here is shown as well, by its kind.
  order = [
    "organization_admins", "suspended_with_roles", "without_two_step_verification", "dormant", "unmanaged", "outside_verified_domains",
    "stale_tokens", "not_reviewed_since", "unknown",
  ]
  titles = {
    organization_admins           = "Organization admins"
    suspended_with_roles          = "Suspended, and still with roles"
    unmanaged                     = "Accounts that the organization does not manage"
    outside_verified_domains      = "Addresses outside of the verified domains"
    without_two_step_verification = "Without two-step verification"
    dormant                       = "Dormant"
    stale_tokens                  = "API tokens that nobody uses"
    not_reviewed_since            = "Not reviewed in time"
    unknown                       = "Unknown: Atlassian did not say"
  }

  # Products of which anybody has a role, such as confluence.
  products = sort(distinct(flatten([for person in local.review.people : [for app in person.apps : app.key]])))

  # Names of workspaces, by ID: of its site, and with its product.
  sites              = { for workspace in local.workspaces : workspace.id => workspace.name }
  sites_and_products = { for workspace in local.workspaces : workspace.id => "${workspace.type_key}, ${workspace.name}" }

  # What comes before a date, where there are several sites.
  prefix = {
    for place in distinct(flatten([for person in local.review.people : [for app in person.apps : app.resource_id]])) : place =>
    length(distinct(values(local.sites))) < 2 ? "" : "${lookup(local.sites, place, place)}: "
  }

  findings_of = { for finding in local.review.findings : coalesce(finding.account_id, "-") => finding... }

  # A row for each person, as both files show it: every value is a text.
  people = [
    for person in local.review.people : {
      account_id     = person.account_id
      name           = person.name == null ? "" : person.name
      email          = person.email == null ? "" : person.email
      account_type   = person.account_type == null ? "unknown" : person.account_type
      status         = person.status == null ? "unknown" : person.status
      account_status = person.account_status == null ? "unknown" : person.account_status
      claim_status   = person.claim_status == null ? "unknown" : person.claim_status
      two_step       = person.mfa_enabled == null ? "unknown" : person.mfa_enabled ? "on" : "off"
      roles          = person.platform_roles == null ? "unknown" : join("; ", person.platform_roles)
      groups         = person.groups == null ? "unknown" : join("; ", sort([for group in person.groups : try(coalesce(group.name, local.groups[group.id]), group.id)]))
      last_active    = person.last_active == null ? "never" : substr(person.last_active, 0, 10)
      added          = person.added_to_org == null ? "unknown" : substr(person.added_to_org, 0, 10)
      policy         = person.authentication_policy_id == null ? "" : person.authentication_policy_id
      tokens         = person.api_tokens == null ? "" : join("; ", [for token in person.api_tokens : token.label])
      findings       = try(local.findings_of[person.account_id], [])
      products = {
        for product in local.products : product => person.apps == null ? ["unknown"] : [
          for app in person.apps : "${local.prefix[app.resource_id]}${app.last_active == null ? "never" : substr(app.last_active, 0, 10)}" if app.key == product
        ]
      }
    }
  ]
}
