# ORGANIZATION_ID: a decision on the whole organization.
terraform import atlassian_access_review_decision.this 5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75

# DIRECTORY_ID[,DIRECTORY_ID...]: a decision on some directories, with commas between them.
terraform import atlassian_access_review_decision.acme b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8
