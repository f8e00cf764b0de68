// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// untested are the examples without tests of their own, each with the reason.
var untested = map[string]string{}

// besides gives an example what it asks for beyond one small company.
var besides = map[string]func(*testing.T, *cli.Workspace, *simulated.Organization){
	"access-review":     func(_ *testing.T, w *cli.Workspace, _ *simulated.Organization) { w.ProvideLocal() },
	"two-organizations": withSandbox,
}

// starts are the folders that people start from: whole configurations, of more than one type.
func starts(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(repository, "examples/*/main.tf"))
	require.NoError(t, err)
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = filepath.Base(filepath.Dir(file))
	}
	require.NotEmpty(t, names)
	return names
}

// beside are the examples that a configuration takes modules from.
var beside = regexp.MustCompile(`source\s*=\s*"\.\./([a-z-]+)"`)

// example copies an example into an empty workspace, with those beside it that it needs, and returns the way to run terraform in it.
func example(t *testing.T, w *cli.Workspace, name string) (terraform func(args ...string) cli.Result) {
	t.Helper()
	require.NoError(t, os.RemoveAll(filepath.Join(w.Dir, "versions.tf")))
	folder := filepath.Join(repository, "examples", name)
	copied(t, w, folder, name)
	files, err := filepath.Glob(filepath.Join(folder, "*.tf"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, other := range beside.FindAllStringSubmatch(string(text), -1) {
			copied(t, w, filepath.Join(repository, "examples", other[1]), other[1])
		}
	}
	terraform = func(args ...string) cli.Result {
		return w.Run(append([]string{"-chdir=" + name}, append(args, "-no-color")...)...)
	}
	got := terraform("get")
	require.Zero(t, got.ExitCode, got.Output)
	return terraform
}

// passed is what terraform test says at its end.
var (
	passed = regexp.MustCompile(`(?m)^Success! (\d+) passed, 0 failed\.`)
	runs   = regexp.MustCompile(`(?m)^run "`)
)

// Every example is valid, and passes its own tests, which people run before they change it. None of its runs is skipped.
func TestExamplesPassTheirTests(t *testing.T) {
	t.Parallel()
	for _, name := range starts(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			written := 0
			files, err := filepath.Glob(filepath.Join(repository, "examples", name, "tests/*.tftest.hcl"))
			require.NoError(t, err)
			for _, file := range files {
				text, err := os.ReadFile(file)
				require.NoError(t, err)
				written += len(runs.FindAll(text, -1))
			}
			org := simulated.Start(t)
			w := cli.New(t, org)
			if name != "two-organizations" { // it has two configurations of the provider
				w.Keep()
			}
			if prepare, found := besides[name]; found {
				prepare(t, w, org)
			}
			terraform := example(t, w, name)
			validated := terraform("validate")
			require.Zero(t, validated.ExitCode, validated.Output)
			if reason, found := untested[name]; found {
				assert.NotEmpty(t, reason)
				assert.Empty(t, files, "it has tests: take it out of untested")
				return
			}
			require.NotZero(t, written, "write tests/*.tftest.hcl, or the reason into untested")
			tested := terraform("test")
			require.Zero(t, tested.ExitCode, tested.Output)
			said := passed.FindStringSubmatch(tested.Output)
			require.NotNil(t, said, tested.Output)
			assert.Equal(t, strconv.Itoa(written), said[1], tested.Output)
		})
	}
	for name := range untested {
		assert.Contains(t, starts(t), name, "there is no such example")
	}
}

// The lists of examples have all of them.
func TestEveryExampleIsListed(t *testing.T) {
	t.Parallel()
	for list, folder := range map[string]string{"README.md": "examples/", "examples/README.md": ""} {
		text, err := os.ReadFile(filepath.Join(repository, list))
		require.NoError(t, err)
		for _, name := range starts(t) {
			assert.Contains(t, string(text), "("+folder+name+"/", list)
		}
	}
}
