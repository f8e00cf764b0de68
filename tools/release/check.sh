#!/bin/sh
# SPDX-License-Identifier: MPL-2.0

# Builds a binary with the linker flag of a release and looks at the version that it gives. Only the link is new work;
# all platforms, and whether goreleaser is content, is what `make release-rehearsal` tells, which compiles for minutes.
set -eu
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT

go build -ldflags='-s -w -X main.version=1.2.3' -o "$temporary/terraform-provider-atlassian" .
said=$("$temporary/terraform-provider-atlassian" -version)
case $said in
*1.2.3*) ;;
*)
	echo "The binary of a release calls itself \"$said\" and not version 1.2.3: the linker flag names no variable." >&2
	exit 1
	;;
esac
