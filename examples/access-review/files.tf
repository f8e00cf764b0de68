# For the auditor: one row for each person, for any spreadsheet.
resource "local_file" "csv" {
  filename        = "${var.folder}/access-review-${var.quarter}.csv"
  content         = local.csv
  file_permission = "0600"
}

# To look at, to print, and to attach to the ticket: one page that needs nothing else. The plan does not show the text of it.
resource "local_file" "page" {
  filename        = "${var.folder}/access-review-${var.quarter}.html"
  content         = sensitive(templatefile("${path.module}/page.html.tftpl", { review = local.escaped }))
  file_permission = "0600"
}
