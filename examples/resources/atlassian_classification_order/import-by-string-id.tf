import {
  to = atlassian_classification_order.this
  # The ID of the organization.
  id = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
}

resource "atlassian_classification_order" "this" {
  level_ids = [
    "ari:cloud:platform::classification-tag/0b1f7c52-6d1e-4f8a-9c35-2e7a4d9b8c10",
    "ari:cloud:platform::classification-tag/5d8e3a96-1c47-4b2f-8f60-7a9c1e4d2b35",
  ]
}
