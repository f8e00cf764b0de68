// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// configurations are the blocks of configuration in a section of level two of a guide.
func configurations(t *testing.T, guide, section string) []string {
	t.Helper()
	inSection := slices.DeleteFunc(blocksOf(t, guides+guide), func(b block) bool { return b.chapter != "## "+section })
	found := inLanguage(inSection, "terraform")
	require.NotEmpty(t, found, "%s has no configuration below %q", guide, section)
	return found
}

// A change in the console ends a plan with 2. A check that fails does not, and is in the saved plan, where the guide looks for it.
func TestGuideOnDriftDetection(t *testing.T) {
	t.Parallel()
	const guide = "drift-detection.md"
	org := simulated.Start(t)
	w := cli.New(t, org).Keep()
	w.Write("main.tf", configurations(t, guide, "Findings that are changes in the plan")[0])
	w.MustRun("apply", "-auto-approve", "-no-color")
	plan := []string{"plan", "-input=false", "-lock=false", "-no-color", "-detailed-exitcode", "-out=drift.tfplan"}
	assert.Equal(t, 0, w.Run(plan...).ExitCode)
	require.NoError(t, org.Simulator.SetDomainClaim("acme.example", "missing_token"))
	assert.Equal(t, 2, w.Run(plan...).ExitCode)
	require.NoError(t, org.Simulator.SetDomainClaim("acme.example", "verified"))

	w.Write("checks.tf", configurations(t, guide, "Findings that are checks")[0])
	require.NoError(t, org.Simulator.RecordEvent(simulator.Event{Action: simulator.ActionAppInstalled}))
	found := w.Run(plan...)
	assert.Equal(t, 0, found.ExitCode, found.Output)
	assert.Contains(t, found.Output, `"App successful installation" by`)
	var saved struct {
		Checks []struct {
			Status  string
			Address struct {
				Display string `json:"to_display"`
			}
			Instances []struct{ Problems []struct{ Message string } }
		}
	}
	_, shown, _ := strings.Cut(w.MustRun("show", "-json", "drift.tfplan").Output, "{")
	require.NoError(t, json.Unmarshal([]byte("{"+shown), &saved))
	for _, check := range saved.Checks {
		if check.Address.Display == "check.apps" {
			require.Equal(t, "fail", check.Status)
			assert.Contains(t, check.Instances[0].Problems[0].Message, "App successful installation")
			return
		}
	}
	assert.Fail(t, "the plan has no check.apps", shown)
}

// An apply was killed after it had created groups, and before it knew them. What the guide says brings them in.
func TestGuideOnInterruptedApplies(t *testing.T) {
	t.Parallel()
	blocks := configurations(t, "troubleshooting.md", "An apply was interrupted")
	require.Len(t, blocks, 2)
	for i, test := range []struct {
		names []string
		label string
	}{
		{[]string{"Platform Team"}, "platform_team"},
		{[]string{"Design", "Support", "Web"}, "(design|support|web)"},
	} {
		t.Run(test.label, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			ids := make(map[string]string)
			for _, name := range test.names {
				id, err := org.Simulator.CreateGroup(simulator.Group{Name: name, Members: []string{"chen.li@acme.example"}})
				require.NoError(t, err)
				ids[name] = id
			}
			w := cli.New(t, org).Keep()
			w.Write("main.tf", regexp.MustCompile(`(?s)import \{.*?\n\}\n`).ReplaceAllString(blocks[i], ""))
			apply := w.Run("apply", "-auto-approve", "-no-color")
			assert.Equal(t, 1, apply.ExitCode)
			assert.Regexp(t, `(?s)Error: It exists already.*import \{\s+to = atlassian_group\.`+test.label+` # or this resource's own address`, apply.Output)

			w.Write("main.tf", blocks[i])
			assert.Contains(t, w.MustRun("apply", "-auto-approve", "-no-color").Output,
				fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed", len(ids)))
			for name, id := range ids {
				assert.Equal(t, id, org.Simulator.GroupID(name))
				assert.Len(t, org.Simulator.Members(id), 1)
			}
		})
	}
}
