# Nothing is decided by an import, so the next plan shows everybody who has access.
import {
  to = atlassian_access_review_decision.this
  identity = {
    directory_ids = "all"
  }
}

import {
  to = atlassian_access_review_decision.acme
  identity = {
    directory_ids = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8"
  }
}
