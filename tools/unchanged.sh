#!/bin/sh
# SPDX-License-Identifier: MPL-2.0

# Runs a command, and fails when that changes the files of the working tree: added, changed or removed, committed or
# not. So it says the same in a fresh clone and in the middle of work.
set -eu
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
index=$(git rev-parse --git-path index)
[ ! -f "$index" ] || cp "$index" "$temporary/index" # spares reading every file

tree() {
	GIT_INDEX_FILE="$temporary/index" git add --all .
	GIT_INDEX_FILE="$temporary/index" git write-tree
}

before=$(tree)
"$@"
after=$(tree)
if [ "$before" != "$after" ]; then
	git --no-pager diff --stat --patch "$before" "$after" >&2
	echo "Changed by: $*. Run it and commit what it wrote." >&2
	exit 1
fi
