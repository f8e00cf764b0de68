#!/bin/sh
# SPDX-License-Identifier: MPL-2.0

# Fuzzes each target of the packages that follow the time, such as 10s, for that long. It finds the targets by itself: `go test -list` knows
# them. What fails stays in the testdata/fuzz of its package, where `go test` runs it from then on.
set -u
time=$1
shift

targets=$(go test -list '^Fuzz' "$@" | awk '/^Fuzz/ { names[++n] = $1 } $1 == "ok" { for (i = 1; i <= n; i++) print $2, names[i]; n = 0 } $1 == "FAIL" { exit 1 }') || exit 1
[ -n "$targets" ] || {
	echo "There is no fuzz target in $*."
	exit 1
}

printf '%s\n' "$targets" | {
	status=0
	while read -r package target; do
		echo "==> $target of $package"
		# Small inputs say as much as large ones: a target that is minimizing finds nothing else.
		go test -run='^$' -fuzz="^$target\$" -fuzztime="$time" -fuzzminimizetime=2s "$package" || status=1
	done
	exit $status
}
