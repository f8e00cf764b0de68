// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/formerly"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const migrating = "migrating.md"

// shells are the blocks of shell in a section of a guide, below a heading of any level.
func shells(t *testing.T, guide, section string) []string {
	t.Helper()
	var found []string
	for _, b := range blocksOf(t, "docs/guides/"+guide) {
		if b.language == "shell" && b.section == section {
			found = append(found, b.text)
		}
	}
	require.NotEmpty(t, found, "%s has no shell below %q", guide, section)
	return found
}

// migrated is the small company with a policy that the state of folio-sec/atlassian knows.
func migrated(t *testing.T) *simulated.Organization {
	t.Helper()
	start := simulator.SmallCompany()
	start.DataSecurityPolicies = append(start.DataSecurityPolicies, simulator.DataSecurityPolicy{
		ID: exportPolicy, Name: "Exports", Description: "Exports", Status: simulator.DataSecurityDraft, Rules: map[string]string{"export": "block"},
	})
	return simulated.Start(t, simulated.WithStart(start))
}

const exportPolicy = "1d0e5c9a-7b34-4f68-a2d1-5c8e9f0b3a67"

// formerState is a state that another provider has left, in the words of the CLI that is used.
func formerState(t *testing.T, w *cli.Workspace, name string) (state, host string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata/formerly", name+".tfstate"))
	require.NoError(t, err)
	host = "registry.terraform.io"
	if w.IsOpenTofu() {
		host = "registry.opentofu.org"
	}
	return strings.ReplaceAll(string(text), "registry.terraform.io", host), host
}

// shelled runs blocks of a guide, all of which must succeed.
func shelled(t *testing.T, w *cli.Workspace, blocks ...string) string {
	t.Helper()
	var all strings.Builder
	for _, block := range blocks {
		result := w.Shell(block)
		require.Zero(t, result.ExitCode, "%s\n%s", block, result.Output)
		all.WriteString(result.Output)
	}
	return all.String()
}

// From a state that another provider has left to resources of this one: imports only, then an empty plan, and the old state forgets.
func TestGuideOnMigratingFromAnotherProvider(t *testing.T) {
	cli.SkipIfShort(t)
	t.Parallel()
	write, perform, forget := shells(t, migrating, "### Write the import blocks"), shells(t, migrating, "### Import"), shells(t, migrating, "### Let the old state forget")
	require.Len(t, write, 2)
	require.Len(t, perform, 2)
	require.Len(t, forget, 2)
	discover := configurations(t, migrating, "From another provider")
	require.Len(t, discover, 1)
	for _, test := range []struct {
		of                formerly.Provider
		name, local, stay string // what stays is of a type that this provider does not have
		imported, left    int
	}{
		{formerly.FolioSec(), "folio-sec", "atlassian", "", 8, 0},
		{formerly.Gothub97(), "gothub97", "atlassian", `resource "atlassian_jira_priority" "urgent" {}`, 4, 1},
		{formerly.FourPlusOne(), "fourplusone", "jira", "", 4, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			org := migrated(t)
			before := org.Simulator.Organization()
			old, w := cli.New(t, org), cli.New(t, org)
			state, host := formerState(t, old, test.name)
			old.Attach(host+"/"+test.of.Source, test.of.Server(t))
			old.Write("terraform.tfstate", state)
			old.Write("versions.tf", fmt.Sprintf("terraform {\n  required_providers {\n    %s = { source = %q }\n  }\n}\n", test.local, test.of.Source))
			folder := filepath.Join(filepath.Dir(old.Dir), "atlassian")
			require.NoError(t, os.Mkdir(folder, 0o700))
			shelled(t, old, write[0])
			saved, err := os.ReadFile(filepath.Join(folder, "old.tfstate"))
			require.NoError(t, err)

			w.Write("old.tfstate", string(saved))
			w.Write("discover.tf", discover[0])
			assert.Contains(t, shelled(t, w, write[1]), "0 added, 0 changed, 0 destroyed")
			assert.Contains(t, shelled(t, w, perform[0]), fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", test.imported))
			said := shelled(t, w, perform[1])
			assert.Contains(t, said, fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed", test.imported))
			assert.Contains(t, said, "No changes.")

			removed, err := os.ReadFile(filepath.Join(w.Dir, "removed.txt"))
			require.NoError(t, err)
			old.Write("main.tf", string(removed)+test.stay)
			assert.Contains(t, shelled(t, old, forget[0]), "but will not be destroyed")
			assert.Len(t, strings.Fields(old.MustRun("state", "list").Output), test.left)
			assert.Equal(t, before, org.Simulator.Organization(), "the migration changes nothing")
		})
	}
}

// Without the old provider, the old state forgets by the command alone.
func TestGuideOnMigratingWithoutTheOldProvider(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org)
	state, _ := formerState(t, w, "gothub97")
	w.Write("terraform.tfstate", state)
	shelled(t, w, shells(t, migrating, "### Let the old state forget")[1])
	assert.Len(t, strings.Fields(w.MustRun("state", "list").Output), 4)
}

// What people have made in the console is imported as it is. A policy that Atlassian could not apply is the one change.
func TestGuideOnMigratingFromTheConsole(t *testing.T) {
	cli.SkipIfShort(t)
	t.Parallel()
	run := shells(t, migrating, "## From the console")
	require.Len(t, run, 2)
	discover := configurations(t, migrating, "From the console")
	require.Len(t, discover, 1)
	for _, test := range []struct {
		name              string
		start             simulator.Organization
		imported, changed int
	}{
		{"small", simulator.SmallCompany(), 13, 0},
		{"tidy", simulator.TidyCompany(time.Now()), 14, 0},
		{"sloppy", simulator.SloppyCompany(time.Now()), 13, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := cli.New(t, simulated.Start(t, simulated.WithStart(test.start)))
			w.Write("discover.tf", discover[0])
			assert.Contains(t, shelled(t, w, run[0]), fmt.Sprintf("Plan: %d to import, 0 to add, %d to change, 0 to destroy.", test.imported, test.changed))
			if test.changed > 0 {
				return
			}
			assert.Contains(t, shelled(t, w, run[1]), "No changes.")
		})
	}
}

// The list of a script is imported by name.
func TestGuideOnMigratingFromAScript(t *testing.T) {
	t.Parallel()
	run := shells(t, migrating, "## From a script")
	require.Len(t, run, 1)
	w := cli.New(t, simulated.Start(t))
	w.Write("main.tf", configurations(t, migrating, "From a script")[0])
	said := shelled(t, w, run[0])
	assert.Contains(t, said, "Plan: 2 to import, 0 to add, 0 to change, 0 to destroy.")
	assert.Contains(t, said, "2 imported, 0 added, 0 changed, 0 destroyed")
	assert.Zero(t, w.Run("plan", "-detailed-exitcode").ExitCode)
}
