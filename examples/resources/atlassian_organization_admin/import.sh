terraform import atlassian_organization_admin.chen 712020:4b961e56-9af8-5741-9a85-fdcea79070a5
