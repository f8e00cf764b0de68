#!/bin/sh
# SPDX-License-Identifier: MPL-2.0

# Runs `go test` with the arguments after the first and prints its events, for gotestsum to read. After the whole suite
# it also prints which operations were held against Atlassian's OpenAPI documents. gotestsum passes on what is no event,
# so its own summary still comes last.
set -u
extent=$1
shift

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# Each package would build the provider for its tests. If it does not compile, they say so.
if [ "$extent" = whole ] && go build -buildvcs=false -ldflags='-s -w' -o "$scratch/provider/" . 2>/dev/null; then
	export ATLASSIAN_TEST_PROVIDER="$scratch/provider"
fi

if [ -n "${ATLASSIAN_OPENAPI_DIR+set}" ]; then
	mkdir "$scratch/report"
	export ATLASSIAN_CONTRACT_REPORT="$scratch/report"
else
	echo 'Contract checks are off: there are no OpenAPI documents of Atlassian. make contract-documents fetches them.'
fi

go test -json "$@"
status=$?

if [ "$extent" = whole ] && [ -n "${ATLASSIAN_OPENAPI_DIR+set}" ]; then
	go run ./internal/acctest/contract/summary "$ATLASSIAN_CONTRACT_REPORT" 2>&1 || status=1
fi
exit "$status"
