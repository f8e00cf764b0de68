#!/bin/sh
# Tells people what drift.sh has found: the first time in a new issue, and in a comment on that issue as long as it is open. Its argument is
# the exit code of drift.sh. It needs GitHub's gh, and the variables of a workflow.
set -eu

title='Drift in the Atlassian organization'
case $1 in
0) exit 0 ;;
2) finding='The plan differs, or a check has not passed.' ;;
*) finding='The plan has failed: it is not known whether something differs, or more differs than max_removals allows.' ;;
esac

# Only a link: the plan has names of people, and an issue has other readers than the log of a workflow.
body="$(date -u +%F): $finding $GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"

number=$(gh issue list --repo "$GITHUB_REPOSITORY" --state open --limit 1000 --json number,title --jq "map(select(.title == \"$title\")) | .[0].number // empty")
if [ -n "$number" ]; then
	gh issue comment "$number" --repo "$GITHUB_REPOSITORY" --body "$body"
else
	gh issue create --repo "$GITHUB_REPOSITORY" --title "$title" --body "$body"
fi
