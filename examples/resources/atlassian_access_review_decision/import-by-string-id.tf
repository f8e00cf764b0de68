import {
  to = atlassian_access_review_decision.this
  # ORGANIZATION_ID: a decision on the whole organization.
  id = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
}

import {
  to = atlassian_access_review_decision.acme
  # DIRECTORY_ID[,DIRECTORY_ID...]: a decision on some directories, with commas between them.
  id = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8"
}

resource "atlassian_access_review_decision" "this" {
  quarter     = "2026-Q4"
  reviewed_by = "ada.okafor@acme.example"
}

resource "atlassian_access_review_decision" "acme" {
  directory_ids = ["b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8"]
  quarter       = "2026-Q4"
  reviewed_by   = "ada.okafor@acme.example"
}
