locals {
  columns = concat(
    ["account_id", "email", "name", "account_type", "status", "account_status", "claim_status", "two_step_verification", "platform_roles", "groups"],
    [for product in local.products : "last_active_in_${product}"],
    ["last_active", "added_to_org", "authentication_policy_id", "api_tokens", "findings"],
  )

  # The columns are those above. Nothing is null, because a spreadsheet cannot tell nothing from the empty text: an unknown fact is called unknown.
  rows = [
    for person in local.people : concat(
      [person.account_id, person.email, person.name, person.account_type, person.status, person.account_status, person.claim_status, person.two_step, person.roles, person.groups],
      [for product in local.products : join("; ", person.products[product])],
      [person.last_active, person.added, person.policy, person.tokens, join("; ", [for finding in person.findings : "${finding.kind}: ${finding.reason}"])],
    )
  ]

  # As RFC 4180 says: lines end with CRLF, and each cell is in quotation marks, which are doubled inside of it. People choose their names
  # themselves, and a spreadsheet takes a cell that begins with =, +, - or @ for a formula: an apostrophe before it makes a text of it.
  csv = join("", [
    for row in concat([local.columns], local.rows) : format("%s\r\n", join(",", [
      for cell in row : format("\"%s\"", replace(replace(cell, "\"", "\"\""), "/^([\\s\\x00]*[=+@\\-\\t\\r＝＋－＠])/", "'$1"))
    ]))
  ])
}
