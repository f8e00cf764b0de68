import {
  to = atlassian_classification_level.restricted
  identity = {
    level_id = "ari:cloud:platform::classification-tag/0b1f7c52-6d1e-4f8a-9c35-2e7a4d9b8c10"
  }
}
