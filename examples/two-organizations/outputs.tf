output "group_ids" {
  description = "ID of the group of the security team in each organization."
  value = {
    production = module.production_security_team.group_id
    sandbox    = module.sandbox_security_team.group_id
  }
}

output "still_in_sandbox" {
  description = "People who have no access to production, and are active in the sandbox."
  value       = module.leavers.still_in_sandbox
}
