#!/bin/sh
# SPDX-License-Identifier: MPL-2.0

# Writes the schema snapshot and the documentation from what the provider's own server answers. No CLI is asked: one
# that is older than list resources or actions would leave them out.
set -eu
schemajson=./internal/provider/schemajson/cmd/schemajson
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT

mkdir -p internal/provider/testdata
go run "$schemajson" -o internal/provider/testdata/schema.json

# What stands in for the provider in tests of modules.
go run ./internal/provider/schemajson/cmd/mocks -o mocks/atlassian.tfmock.hcl
go run ./internal/provider/schemajson/cmd/mocks -opentofu -o mocks/atlassian.tofumock.hcl

# A guide from the duties and controls of the security posture.
go run ./internal/provider/schemajson/cmd/checklist -example examples/data-sources/atlassian_security_posture/data-source.tf \
	-o templates/guides/shared-responsibility-checklist.md

# A guide from what the pages of all types leave open.
go run ./internal/provider/schemajson/cmd/unverified -o templates/guides/experimental-and-unverified.md

# tfplugindocs looks for the short name, and says a line for every file.
go run "$schemajson" -pages -name atlassian -o "$temporary/schema.json"
pages() {
	if ! go tool -modfile=tools/go.mod tfplugindocs "$@" --provider-name atlassian \
		--providers-schema "$temporary/schema.json" >"$temporary/log" 2>&1; then
		cat "$temporary/log" >&2
		exit 1
	fi
}
pages generate --rendered-provider-name Atlassian
pages validate --allowed-resource-subcategories Apps,"Authentication policies","Data and network","Data classification",Domains,Groups,"Keys and tokens",Organization,People,Reviews,Roles
