data "atlassian_marketplace_app" "boards" {
  key = "com.orbit.boards"
}

check "boards_is_fortified" {
  assert {
    condition     = data.atlassian_marketplace_app.boards.cloud_fortified == true
    error_message = "${data.atlassian_marketplace_app.boards.name} is not in the program Cloud Fortified."
  }
}

output "who_else_gets_our_data" {
  value = data.atlassian_marketplace_app.boards.third_parties
}
