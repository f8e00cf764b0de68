#!/bin/sh
# SPDX-License-Identifier: MPL-2.0

# Records what the tests that need no Terraform CLI send and get, and writes the page about it.
set -eu
: "${ATLASSIAN_OPENAPI_DIR:?names no folder of OpenAPI documents; make contract-documents fetches them}"
ATLASSIAN_CONTRACT_REPORT=$(mktemp -d)
export ATLASSIAN_CONTRACT_REPORT
trap 'rm -rf "$ATLASSIAN_CONTRACT_REPORT"' EXIT

go test -short -count=1 -timeout=15m ./internal/acctest ./internal/organization/... ./internal/provider/...
go run ./internal/acctest/contract/report "$ATLASSIAN_CONTRACT_REPORT" "$ATLASSIAN_OPENAPI_DIR" internal/atlassian docs/proof/contract.md
