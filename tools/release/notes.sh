#!/bin/sh
# SPDX-License-Identifier: MPL-2.0

# Prints the notes of a release, the section of the change log: notes.sh VERSION [CHANGELOG]. It fails if the section has no
# date yet, or is not the first.
set -eu
version=$1
log=${2:-CHANGELOG.md}

first=$(awk '$1 == "##" { print; exit }' "$log")
case $first in
"## $version (Unreleased)")
	echo "The section of version $version in $log has no date." >&2
	exit 1
	;;
"## $version ("*")") ;;
*)
	echo "The first section of $log is \"$first\" and not that of version $version." >&2
	exit 1
	;;
esac
awk '$1 == "##" { sections++; next } sections == 1' "$log"
