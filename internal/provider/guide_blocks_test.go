// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// guidesOrganization is the small company with what the guides import, and with two apps of one name in one place.
func guidesOrganization(t *testing.T) *simulated.Organization {
	t.Helper()
	org := simulated.Start(t)
	for _, name := range []string{"Platform Team", "Design", "Support", "Web"} {
		_, err := org.Simulator.CreateGroup(simulator.Group{Name: name})
		require.NoError(t, err)
	}
	for i := range 2 {
		_, err := org.Simulator.AddApp(simulator.App{
			ID: fmt.Sprintf("ari:cloud:ecosystem::app/2b6f0d1e-94c7-4a35-8e12-00000000000%d", i), Name: "Twin",
			Installations: []simulator.AppInstallation{{Context: "ari:cloud:jira::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"}},
		})
		require.NoError(t, err)
	}
	return org
}

// Every block of every guide, of the README and of the pages of examples is planned as it stands, each in a folder of its own. A test
// file is run, and what needs an account elsewhere is validated.
func TestGuideBlocksArePlanned(t *testing.T) {
	t.Parallel()
	org := guidesOrganization(t)
	planned := 0
	for _, page := range documents(t) {
		if !isPlannedAsItStands(page) {
			continue
		}
		shown := blocksOf(t, page)
		all := inLanguage(shown, "terraform")
		for i, block := range all {
			planned++
			t.Run(fmt.Sprintf("%s %d", page, i+1), func(t *testing.T) {
				t.Parallel()
				if strings.HasPrefix(block, "run ") || strings.HasPrefix(block, "mock_provider ") {
					module := ""
					if strings.Contains(block, "expect_failures") {
						module = all[i-1]
					}
					testFile(t, block, module)
					return
				}
				w := cli.New(t, org).Keep()
				if strings.Contains(block, "required_providers") {
					w.Write("versions.tf", "")
				}
				w.Write("main.tf", block)
				if strings.Contains(block, "./people-from-csv") {
					copied(t, w, peopleFromCSV, "people-from-csv")
					people := inLanguage(shown, "csv")
					require.NotEmpty(t, people, "the page has no file of people")
					w.Write("people.csv", people[0])
					w.MustRun("get")
				}
				if strings.Contains(block, `file("old.tfstate")`) {
					state, _ := formerState(t, w, "gothub97")
					w.Write("old.tfstate", state)
				}
				command := "plan"
				if strings.Contains(block, "  cloud {") { // the plan would run in a workspace of HCP Terraform
					command = "validate"
				}
				checked := w.Run(command, "-no-color")
				assert.Zero(t, checked.ExitCode, checked.Output)
			})
		}
	}
	assert.NotZero(t, planned)
}

// testFile runs a test file against a module, or else against the quickstart, as the guide says. It finds the mocks where the guide copies them.
func testFile(t *testing.T, block, module string) {
	t.Helper()
	w := cli.New(t, simulated.Start(t)).Keep()
	if module == "" {
		w.Write("versions.tf", "")
		copied(t, w, filepath.Join(repository, "examples/quickstart"), ".")
		// The guide's file takes the place of the example's, which says the same after a comment.
		theirs := filepath.Join(w.Dir, "tests/quickstart.tftest.hcl")
		text, err := os.ReadFile(theirs)
		require.NoError(t, err)
		if strings.HasPrefix(block, "run ") {
			assert.True(t, strings.HasSuffix(string(text), "\n\n"+block), "the guide shows another test than the quickstart has")
		}
		require.NoError(t, os.Remove(theirs))
	} else {
		w.Write("main.tf", module)
	}
	w.Write("guide.tftest.hcl", withMocks(t, w, block))
	assert.Contains(t, w.MustRun("test", "-no-color").Output, "Success!")
}

// madeUp are rows that Atlassian may give: two apps of one name in one place, and one of which hardly anything is said. No approval names
// any of them.
const madeUp = `
locals {
  made_up = [for n, place in [["acme", "jira"], ["acme", "jira"], [null, null]] : {
    app_id = "ari:cloud:ecosystem::app/00000000-0000-4000-8000-00000000000${n}", key = null, name = "Twin\nNo changes.", vendor = null, framework = "forge", private = false,
    site = place[0], product = place[1], version = null, scopes = null, egress = null
  }]
}`

// What Atlassian leaves out, and names that are given twice, fail no block that goes through the apps.
func TestGuideOnAppsTakesWhatAtlassianLeavesOut(t *testing.T) {
	cli.SkipIfShort(t)
	t.Parallel()
	const apps = "data.atlassian_installed_apps.acme.apps"
	org := simulated.Start(t)
	example, err := os.ReadFile(filepath.Join(repository, "examples/functions/app_review/function.tf"))
	require.NoError(t, err)
	through := append(inLanguage(blocksOf(t, "docs/guides/reviewing-marketplace-apps.md"), "terraform"), string(example))
	var checked atomic.Int32
	for i, block := range through {
		if !strings.Contains(block, apps) {
			continue
		}
		t.Run(strconv.Itoa(i+1), func(t *testing.T) {
			t.Parallel()
			w := cli.New(t, org).Keep()
			w.Write("main.tf", strings.ReplaceAll(block, apps, "local.made_up")+madeUp)
			plan := w.Run("plan", "-no-color", "-input=false")
			require.Zero(t, plan.ExitCode, plan.Output)
			if strings.Contains(block, "check ") {
				checked.Add(1)
				said := flat(plan.Output)
				assert.Equal(t, 3, strings.Count(said, `"Twin\nNo changes."`), said)
				assert.Contains(t, said, "in an unknown product of an unknown site, is not approved")
				assert.Contains(t, said, "com.orbit.boards is approved and not installed")
			}
		})
	}
	t.Cleanup(func() {
		assert.EqualValues(t, 2, checked.Load(), "a guide or an example holds no apps against approvals any more")
	})
}
