# SITE[,SITE...]: the sites as the configuration names them, with commas between them.
terraform import atlassian_approved_apps.acme acme
