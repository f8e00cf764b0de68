// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// peopleFromCSV is the folder of the module.
const peopleFromCSV = repository + "/examples/people-from-csv"

// copied copies the files of a module into a folder of a workspace. The file of versions of the workspace would be a second one.
func copied(t *testing.T, w *cli.Workspace, from, to string) {
	t.Helper()
	require.NoError(t, fs.WalkDir(os.DirFS(from), ".", func(file string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			return os.MkdirAll(filepath.Join(w.Dir, to, file), 0o700)
		}
		text, err := os.ReadFile(filepath.Join(from, file))
		if err != nil {
			return err
		}
		w.Write(filepath.Join(to, file), string(text))
		written, err := entry.Info()
		if err != nil {
			return err
		}
		return os.Chmod(filepath.Join(w.Dir, to, file), written.Mode().Perm()|0o600) // scripts stay scripts
	}))
}

// What the module's own page shows works with the file beside it.
func TestPeopleFromCSVAsItsPageSays(t *testing.T) {
	t.Parallel()
	shown := inLanguage(blocksOf(t, "examples/people-from-csv/README.md"), "terraform")
	require.Len(t, shown, 1)
	w := cli.New(t, simulated.Start(t)).Keep()
	copied(t, w, peopleFromCSV, "people-from-csv")
	people, err := os.ReadFile(filepath.Join(peopleFromCSV, "people.csv"))
	require.NoError(t, err)
	w.Write("people.csv", string(people))
	w.Write("main.tf", shown[0])
	w.MustRun("get")
	plan := w.MustRun("plan", "-no-color")
	assert.Contains(t, plan.Output, "Plan: 8 to add, 0 to change, 0 to destroy.", "five people, two groups and a policy")
}
