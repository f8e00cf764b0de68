// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// needsJQ skips a test of the script, which is the only thing that asks for jq.
func needsJQ(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("jq"); err != nil {
		t.Skip("The script of the example needs jq, which is not on PATH.")
	}
}

// The script ends with 2 after a change behind Terraform's back, and for a check that fails, with 0 after the apply, and with 1 where
// nobody knows. Each time it leaves Atlassian as it is.
func TestDriftDetectionScript(t *testing.T) {
	needsJQ(t)
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org)
	terraform := example(t, w, "drift-detection")
	script := func(code int) (output string) {
		t.Helper()
		result := w.Shell("cd drift-detection\n./drift.sh")
		require.Equal(t, code, result.ExitCode, result.Output)
		return result.Output
	}
	apply := func() {
		t.Helper()
		applied := terraform("apply", "-auto-approve")
		require.Zero(t, applied.ExitCode, applied.Output)
	}
	assert.Contains(t, script(2), "Plan: 2 to add")
	apply()
	script(0)

	require.NoError(t, org.Simulator.GiveUserRole("chen.li@acme.example", "", "atlassian/org-admin"))
	assert.Contains(t, script(2), "chen.li@acme.example")
	script(2) // it has changed nothing
	require.NoError(t, org.Simulator.GiveUserRole("dana.novak@acme.example", "", "atlassian/org-admin"))
	assert.Contains(t, script(1), "max_removals", "it may not take away so much, and says from whom")
	require.NoError(t, org.Simulator.TakeUserRole("dana.novak@acme.example", "", "atlassian/org-admin"))
	apply()
	script(0)

	require.NoError(t, org.Simulator.ChangeUser("chen.li@acme.example", simulator.UserChange{MFA: new(false)}))
	found := script(2)
	assert.Contains(t, found, "No changes.", "a check does not count for the exit code of a plan")
	assert.Contains(t, found, "fail: check.two_step_verification\nNo two-step verification: chen.li@acme.example.")
	require.NoError(t, org.Simulator.ChangeUser("chen.li@acme.example", simulator.UserChange{MFA: new(true)}))
	script(0)

	w.Setenv("ATLASSIAN_ORG_API_KEY", "expired")
	assert.Contains(t, script(1), "Error: ")
	checks, err := os.ReadFile(filepath.Join(w.Dir, "drift-detection/checks.txt"))
	require.NoError(t, err)
	assert.Empty(t, checks)
}

// A file that cannot be written says nothing: on a full disk, terraform show leaves an empty file and ends with 0.
func TestDriftDetectionScriptThatCannotWrite(t *testing.T) {
	needsJQ(t)
	t.Parallel()
	w := cli.New(t, simulated.Start(t))
	terraform := example(t, w, "drift-detection")
	applied := terraform("apply", "-auto-approve")
	require.Zero(t, applied.ExitCode, applied.Output)
	w.Setenv("TF_VAR_exempt_from_two_step_verification", "[]")
	result := w.Shell("cd drift-detection\n./drift.sh")
	require.Equal(t, 2, result.ExitCode, result.Output)

	for name, broken := range map[string]string{
		"nothing of the plan is written": "ln -s /dev/null drift.json",
		"a report cannot be written":     "mkdir drift.txt",
		"the checks cannot be written":   "mkdir checks.txt",
	} {
		result := w.Shell("cd drift-detection\nrm -rf drift.json drift.txt checks.txt\n" + broken + "\n./drift.sh")
		assert.Equal(t, 1, result.ExitCode, "%s: %s", name, result.Output)
	}
}

// Without jq nobody knows what the checks say.
func TestDriftDetectionScriptWithoutJQ(t *testing.T) {
	t.Parallel()
	w := cli.New(t, simulated.Start(t))
	example(t, w, "drift-detection")
	result := w.Shell("cd drift-detection\nsh=$(command -v sh)\nmkdir bin\nln -s \"$(command -v cat)\" bin/cat\nPATH=$PWD/bin exec \"$sh\" ./drift.sh")
	assert.Equal(t, 1, result.ExitCode, result.Output)
	assert.Contains(t, result.Output, "needs jq")
}

// gh notes how it is called, and says which issue is open.
const gh = `#!/bin/sh
echo "$@" >>"$CALLS"
case "$2" in
list) cat "$OPEN" ;;
esac
`

// People hear of each finding once: in a new issue, or in the one that is open. A plan that has failed is a finding.
func TestDriftDetectionTellsOnce(t *testing.T) {
	t.Parallel()
	w := cli.New(t, simulated.Start(t))
	example(t, w, "drift-detection")
	w.Write("gh", gh)
	w.Write("open", "")
	for name, value := range map[string]string{
		"CALLS": filepath.Join(w.Dir, "calls"), "OPEN": filepath.Join(w.Dir, "open"),
		"GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "acme/access", "GITHUB_RUN_ID": "17",
	} {
		w.Setenv(name, value)
	}
	tell := func(code string) (calls string) {
		t.Helper()
		w.Write("calls", "")
		result := w.Shell("chmod +x gh\nPATH=$PWD:$PATH\ndrift-detection/tell.sh " + code)
		require.Zero(t, result.ExitCode, result.Output)
		text, err := os.ReadFile(filepath.Join(w.Dir, "calls"))
		require.NoError(t, err)
		return string(text)
	}
	const run = "https://github.example/acme/access/actions/runs/17"
	assert.Empty(t, tell("0"))
	assert.Regexp(t, `(?m)^issue create --repo acme/access --title Drift in the Atlassian organization --body .*The plan differs, or a check has not passed\. `+run+`$`, tell("2"))
	assert.Regexp(t, `(?m)^issue create .* The plan has failed: it is not known whether something differs, or more differs than max_removals allows\. `+run+`$`, tell("1"))
	w.Write("open", "12\n")
	again := tell("2")
	assert.Regexp(t, `(?m)^issue comment 12 --repo acme/access --body .* `+run+`$`, again)
	assert.NotContains(t, again, "create")
}
