# Somebody is on leave until spring: nobody logs in with the account meanwhile.
resource "atlassian_managed_account" "emil" {
  email                = "emil.sorensen@acme.example"
  active               = false
  deactivation_message = "On leave. Ask your manager."
}

# The profile of a person, as the personnel file has it. Everything else about the account stays as it is.
resource "atlassian_managed_account" "gus" {
  email      = "gus.moreau@acme.dev"
  active     = true
  job_title  = "Lead Engineer"
  department = "Platform"
}

# With account_id, email is the address that the account is to have, on a verified domain.
resource "atlassian_managed_account" "fatima" {
  account_id = "712020:01066225-70e0-5566-b699-36f400a25144"
  name       = "Fatima Haddad-Berg"
  email      = "fatima.haddad-berg@acme.example"
}
