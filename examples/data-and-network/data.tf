# How sensitive content can be, the most sensitive level first. Classification needs Guard Premium.
locals {
  levels = {
    "1" = { name = "Restricted", definition = "Would harm customers or the company if it became public." }
    "2" = { name = "Internal", definition = "For everybody who works here." }
    "3" = { name = "Public", definition = "May be published." }
  }
}

resource "atlassian_classification_level" "this" {
  for_each = local.levels

  name       = each.value.name
  definition = each.value.definition
}

# All levels of the organization. A level that somebody adds, and another order, show in the next plan.
resource "atlassian_classification_order" "this" {
  level_ids = [for key in sort(keys(local.levels)) : atlassian_classification_level.this[key].id]
}
