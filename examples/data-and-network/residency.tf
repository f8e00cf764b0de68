# Where Atlassian keeps the data of the products. Applying a change of the region moves data, which the plan says.
resource "atlassian_data_residency_policy" "europe" {
  name     = "Europe"
  region   = "EU"
  products = [for product in local.products : { site = local.site, product = product }]
}
