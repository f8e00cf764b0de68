// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/secrets"
)

// MayShowSecrets is for a test whose commands print the keys of the simulated organization on purpose.
func (w *Workspace) MayShowSecrets() { w.mayShow = true }

// scanned fails the test if what a command has printed has a secret.
func (w *Workspace) scanned(what string, text []byte) {
	w.t.Helper()
	if found := secrets.In(text); found != "" && !w.mayShow {
		w.t.Errorf("%s shows a secret: %s", what, found)
	}
}

// organizations is the file in which guides keep a simulated organization, whose keys are a part of it.
const organizations = "organization.json"

// scan looks for secrets in all that commands have left in the folder: states and their backups, plans, logs, crash reports. A
// configuration may have some, its tests with their organizations too, and so may the copy of it in a plan.
func (w *Workspace) scan() {
	w.t.Helper()
	if w.mayShow {
		return
	}
	err := filepath.WalkDir(w.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && entry.Name() == "tests" {
			return fs.SkipDir
		}
		if err == nil && entry.Name() == organizations {
			return nil
		}
		if err != nil || !entry.Type().IsRegular() || slices.Contains([]string{".tf", ".tfvars", ".hcl", ".yml", ".sh"}, filepath.Ext(path)) {
			return err
		}
		content, err := os.ReadFile(path) //nolint:gosec // a file in a folder of our own
		if err != nil {
			return err
		}
		found, err := secrets.InFile(content, false)
		if err != nil {
			return err
		}
		if found != "" {
			name, _ := filepath.Rel(w.Dir, path)
			w.t.Errorf("%s has a secret: %s", name, found)
		}
		return nil
	})
	if err != nil {
		w.t.Errorf("looking for secrets in %s: %s", w.Dir, err)
	}
}
