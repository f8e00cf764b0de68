#!/bin/sh
# SPDX-License-Identifier: MPL-2.0

# Fetches Atlassian's OpenAPI documents, compares them with the list of operations in this repository, and keeps one issue about the
# difference: opens it, renews it, or closes it. Fails if a document cannot be fetched, after it has said so in the issue.
# It needs make, and gh with a token that may write issues.
set -u
title='The OpenAPI documents of Atlassian have changed'
label=contract

temporary=$(mktemp -d) || exit 1
trap 'rm -rf "$temporary"' EXIT
body=$temporary/body.md
failed=0

if ! make --no-print-directory contract-documents 2>"$temporary/fetch"; then
	failed=1
	{
		printf '## Documents that could not be fetched\n\n```\n'
		grep -v -e '^make' -e '^exit status' "$temporary/fetch" | head -c 8000
		printf '```\n\n'
	} >"$body"
fi
cat "$temporary/fetch" >&2

if ! make --no-print-directory contract-difference >"$temporary/difference" 2>"$temporary/problem"; then
	if [ ! -s "$temporary/difference" ]; then
		failed=1
		{
			printf '## The documents could not be compared\n\n```\n'
			grep -v -e '^make' -e '^exit status' "$temporary/problem" | head -c 2000
			printf '```\n\n'
		} >>"$body"
	fi
	cat "$temporary/difference" >>"$body"
	cat "$temporary/problem" >&2
fi

gh label create "$label" --force --description 'What Atlassian documents has changed' >/dev/null || exit 1
number=$(gh issue list --state open --label "$label" --limit 1 --json number --jq '.[].number') || exit 1

if [ -s "$body" ]; then
	cat "$body"
	cat >>"$body" <<-'END'

		To look at it, run `make contract-documents contract-difference`. If the provider needs no change, or has it, run `make contract-difference ACCEPT=1` and commit the list.
	END
	if [ -z "$number" ]; then
		gh issue create --title "$title" --label "$label" --body-file "$body" || exit 1
	else
		# GitHub stores a text with other line ends. Somebody who has read it is told only if it is another one.
		gh issue view "$number" --json body --jq .body | tr -d '\r' >"$temporary/before" || exit 1
		printf '%s\n' "$(cat "$body")" >"$temporary/now"
		printf '%s\n' "$(cat "$temporary/before")" >"$temporary/then"
		if ! cmp -s "$temporary/now" "$temporary/then"; then
			gh issue edit "$number" --body-file "$body" || exit 1
			gh issue comment "$number" --body 'The difference has changed. The text above is the new one.' || exit 1
		fi
	fi
elif [ -n "$number" ]; then
	gh issue close "$number" --comment 'The documents and the list agree.' || exit 1
fi
exit "$failed"
