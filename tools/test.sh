#!/bin/sh
# SPDX-License-Identifier: MPL-2.0

# Runs `go test` with the arguments after the first and prints its events, for gotestsum to read. After the whole suite
# it also prints which operations were held against Atlassian's OpenAPI documents. gotestsum passes on what is no event,
# so its own summary still comes last.
set -u
extent=$1
shift

if [ -z "${ATLASSIAN_OPENAPI_DIR+set}" ]; then
	echo 'Contract checks are off: there are no OpenAPI documents of Atlassian. make contract-documents fetches them.'
	exec go test -json "$@"
fi

ATLASSIAN_CONTRACT_REPORT=$(mktemp -d) || exit 1
export ATLASSIAN_CONTRACT_REPORT
trap 'rm -rf "$ATLASSIAN_CONTRACT_REPORT"' EXIT

go test -json "$@"
status=$?

if [ "$extent" = whole ]; then
	go run ./internal/acctest/contract/summary "$ATLASSIAN_CONTRACT_REPORT" 2>&1 || status=1
fi
exit "$status"
