// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"os"
	"os/exec"
	"path/filepath"
)

// Shell runs lines of a shell in the folder, up to the first that fails. What they call terraform is the CLI of the tests, which applies
// without asking, and terraform-provider-atlassian is the provider of the workspace.
func (w *Workspace) Shell(lines string) Result {
	w.t.Helper()
	folder := w.t.TempDir()
	for name, binary := range map[string]string{"terraform": w.terraform, ours.name: filepath.Join(ours.built, ours.name)} {
		if err := os.Symlink(binary, filepath.Join(folder, name)); err != nil {
			w.t.Fatal(err)
		}
	}
	command := exec.CommandContext(w.t.Context(), "sh", "-e", "-c", lines)                     //nolint:gosec // lines of our own
	command.Env = append(w.env, "PATH="+folder+string(os.PathListSeparator)+os.Getenv("PATH"), //nolint:gocritic // w.env stays as it is
		"TF_INPUT=0", "TF_CLI_ARGS=-no-color", "TF_CLI_ARGS_apply=-auto-approve")
	return w.run(command)
}
