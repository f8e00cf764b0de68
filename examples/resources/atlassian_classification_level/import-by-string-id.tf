import {
  to = atlassian_classification_level.restricted
  # By the ID.
  id = "ari:cloud:platform::classification-tag/0b1f7c52-6d1e-4f8a-9c35-2e7a4d9b8c10"

  # By the name, where the ID is not known.
  # id = "name:Restricted"
}

resource "atlassian_classification_level" "restricted" {
  name       = "Restricted"
  definition = "Would harm customers or the company if it became public."
}
