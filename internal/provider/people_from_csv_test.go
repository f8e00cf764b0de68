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
		return nil
	}))
}

// The tests of the module are run as its users run them.
func TestPeopleFromCSVTestsItself(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	w := cli.New(t, org)
	require.NoError(t, os.Remove(filepath.Join(w.Dir, "versions.tf")))
	copied(t, w, peopleFromCSV, ".")
	w.MustRun("get", "-no-color")
	tested := w.MustRun("test", "-no-color")
	assert.Contains(t, tested.Output, "10 passed, 0 failed.", "%s", tested.Output)
	t.Log(tested.Output)
}
