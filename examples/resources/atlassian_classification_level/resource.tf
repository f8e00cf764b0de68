resource "atlassian_classification_level" "restricted" {
  name       = "Restricted"
  definition = "Would harm customers or the company if it became public."
  guideline  = "Share it with named people only. Never export it."
  color      = "RED"
}

# A draft: people cannot give it to content yet.
resource "atlassian_classification_level" "partner" {
  name       = "Partner"
  definition = "May be shared with partners under an agreement."
  published  = false
}
