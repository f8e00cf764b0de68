#!/bin/sh
# Runs a command while two simulated organizations are up, and ends with its exit code:
#
#   tests/simulate.sh terraform test
set -eu

# simulate sets the same variables for each organization, so each becomes variables of the configuration before the next one starts.
exec terraform-provider-atlassian simulate -- sh -c '
	export TF_VAR_production_base_url="$ATLASSIAN_BASE_URL" TF_VAR_production_api_key="$ATLASSIAN_ORG_API_KEY"
	exec terraform-provider-atlassian simulate -organization "$@"
' sh "$(dirname "$0")/sandbox.json" -- sh -c '
	export TF_VAR_sandbox_base_url="$ATLASSIAN_BASE_URL" TF_VAR_sandbox_api_key="$ATLASSIAN_ORG_API_KEY"
	unset ATLASSIAN_BASE_URL ATLASSIAN_ORG_ID ATLASSIAN_ORG_API_KEY
	exec "$@"
' sh "$@"
