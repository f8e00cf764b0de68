#!/bin/sh
# Plans, and says by its exit code whether somebody has to look:
#
#   0  nothing differs, and every check has passed
#   1  the plan has failed: it is not known whether something differs, or more differs than max_removals allows
#   2  something differs, or a check has not passed
#
# The plan is in drift.txt, and the checks that have not passed are in checks.txt. It needs jq. It changes nothing in Atlassian.
set -u

# A shell ends with 2 if it cannot write a file, and here that would mean that something differs. So ":" must not do it: it would end dash.
true >checks.txt >drift.txt || exit 1
command -v jq >/dev/null || {
	echo 'drift.sh needs jq to read the checks of a plan.' >drift.txt
	cat drift.txt >&2
	exit 1
}

# The exit code of a plan is a result: it must not end the script. Whatever is neither 0 nor 2 is an error.
terraform plan -input=false -lock=false -no-color -detailed-exitcode -out=drift.tfplan >drift.txt 2>&1
code=$?
cat drift.txt
case $code in
0 | 2) ;;
*) exit 1 ;;
esac

# A check that fails leaves the exit code of a plan as it is. The saved plan has its result. One that Terraform could not evaluate has
# not passed either. Each step has its own exit code here: in a pipe, a plan that cannot be read would look like one without checks. On a full
# disk, terraform show writes nothing and ends with 0, so jq must find something to read: input fails without it.
terraform show -json drift.tfplan >drift.json || exit 1
jq -nr 'input | .checks[]? | select(.status != "pass") | "\(.status): \(.address.to_display)", (.instances[]?.problems[]?.message)' drift.json >checks.txt || exit 1
cat checks.txt
if [ -s checks.txt ]; then
	exit 2
fi
exit "$code"
