locals {
  # What the page shows. Lists of many lengths are lists of texts, in the order in which the template reads them.
  shown = {
    quarter       = var.quarter
    as_of         = substr(var.as_of, 0, 10)
    organization  = var.organization
    domains       = length(local.review.verified_domains) == 0 ? "none" : join(", ", local.review.verified_domains)
    people_count  = length(local.people)
    finding_count = length(local.review.findings)

    # Kinds with findings come first. The lists of many are closed, as is the table of many people, so that the page stays quick.
    kinds = concat(
      [for kind in local.kinds : kind if length(kind.findings) > 0],
      [for kind in local.kinds : kind if length(kind.findings) == 0],
    )

    # What fails comes first.
    posture  = join(", ", [for class in local.classes : "${length([for control in local.controls : control if control.class == class])} ${class}"])
    controls = flatten([for class in local.classes : [for control in local.controls : control if control.class == class]])

    open     = length(local.people) > 200 ? "" : " open"
    products = local.products
    people = [
      for person in local.people : [
        person.account_id, person.name, person.email, person.status, person.claim_status, person.two_step,
        sort(distinct([for finding in person.findings : lookup(local.short, finding.kind, finding.kind)])),
        [for product in local.products : join("\n", person.products[product])], person.groups, person.roles,
      ]
    ]
  }

  classes = ["fail", "unknown", "waived", "pass"]

  # Short names of the kinds, for the table.
  short = {
    organization_admins           = "admin"
    without_two_step_verification = "no two-step"
    outside_verified_domains      = "other domain"
    suspended_with_roles          = "suspended with roles"
    stale_tokens                  = "stale token"
    not_reviewed_since            = "not reviewed"
  }

  findings_by_kind = { for finding in local.review.findings : finding.kind => finding... }

  kinds = [
    for kind in distinct(concat(local.order, keys(local.review.counts), keys(local.findings_by_kind))) : {
      kind  = kind
      title = lookup(local.titles, kind, kind)
      count = try(tostring(local.review.counts[kind]), null) == null ? "not asked" : tostring(local.review.counts[kind])
      class = try(local.review.counts[kind], null) == null ? "off" : local.review.counts[kind] == 0 ? "none" : kind == "organization_admins" ? "look" : "some"
      open  = length(try(local.findings_by_kind[kind], [])) > 25 ? "" : " open"
      findings = [
        for finding in try(local.findings_by_kind[kind], []) : [
          finding.account_id == null ? "" : finding.account_id,
          coalesce(finding.name, finding.email, finding.account_id, "unknown"),
          finding.email == null ? "" : finding.email,
          finding.subject == null ? "" : lookup(local.sites_and_products, finding.subject, finding.subject),
          finding.reason,
        ]
      ]
    }
  ]

  # A bar for each control. Where its numbers are parts of a whole, the bar has these parts.
  parts = {
    two_step_verification = [
      { count = "with_two_step_verification", class = "pass" },
      { count = "not_known", class = "unknown" },
      { count = "without_two_step_verification", class = "fail" },
    ]
  }

  class = {
    for control in local.posture.controls : control.id =>
    control.waived && control.status != "pass" ? "waived" : contains(["pass", "fail", "unknown"], control.status) ? control.status : "unknown"
  }

  controls = [
    for control in local.posture.controls : {
      id       = control.id
      title    = control.title
      severity = control.severity
      class    = local.class[control.id]
      label    = control.waived ? "${control.status}, waived" : control.status
      summary  = control.evidence.summary
      waiver   = control.waiver_reason == null ? "" : "${control.waived ? "Waived until" : "The waiver ended on"} ${control.waived_until}: ${control.waiver_reason}"
      fix      = control.status == "pass" ? "" : control.fix
      # Without parts that count anything, the bar is of one piece.
      parts = concat([
        for part in try(local.parts[control.id], []) : { class = part.class, size = control.evidence.counts[part.count] } if try(control.evidence.counts[part.count] > 0, false)
      ], try(anytrue([for part in local.parts[control.id] : control.evidence.counts[part.count] > 0]), false) ? [] : [{ class = local.class[control.id], size = 1 }])
    }
  ]

  # People choose their names themselves, and others name groups, apps and tokens: none of that may become markup. So everything that the page
  # shows is escaped at once, in its JSON, where only texts have these characters.
  json    = jsonencode(local.shown)
  escaped = jsondecode(replace(replace(replace(replace(replace(replace(local.json, "\\\\", "&#92;"), "\\u003c", "&lt;"), "\\u003e", "&gt;"), "\\u0026", "&amp;"), "\\\"", "&quot;"), "'", "&#39;"))
}
