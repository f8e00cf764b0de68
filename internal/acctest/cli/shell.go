// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
)

// Shell runs lines of a shell in the folder, up to the first that fails. What they call terraform is the CLI of the tests, and applies
// without asking.
func (w *Workspace) Shell(lines string) Result {
	w.t.Helper()
	folder := w.t.TempDir()
	if err := os.Symlink(w.terraform, filepath.Join(folder, "terraform")); err != nil {
		w.t.Fatal(err)
	}
	command := exec.CommandContext(w.t.Context(), "sh", "-e", "-c", lines)                     //nolint:gosec // lines of our own
	command.Env = append(w.env, "PATH="+folder+string(os.PathListSeparator)+os.Getenv("PATH"), //nolint:gocritic // w.env stays as it is
		"TF_INPUT=0", "TF_CLI_ARGS=-no-color", "TF_CLI_ARGS_apply=-auto-approve")
	return w.run(command)
}
