// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// mirrored is the version of the providers that terraform init finds, by the names of their binaries. What the documentation asks for has to
// accept them.
var mirrored = map[string]string{ours.name: "0.1.0", local.name: "2.5.0"}

// Installable lets terraform init install the providers of the workspace from a folder, without a network. It replaces the setting that
// makes the CLI take their binaries where they are, which terraform init does not look at.
func (w *Workspace) Installable() {
	w.t.Helper()
	mirror := w.t.TempDir()
	for address, folder := range w.overrides {
		built, err := filepath.Glob(filepath.Join(folder, "terraform-provider-*"))
		if err != nil || len(built) != 1 {
			w.t.Fatalf("find the provider in %s: %v, %v", folder, built, err)
		}
		binary := filepath.Base(built[0])
		version := mirrored[strings.TrimSuffix(binary, ".exe")]
		target := filepath.Join(mirror, address, version, runtime.GOOS+"_"+runtime.GOARCH)
		if err := os.MkdirAll(target, 0o700); err != nil {
			w.t.Fatal(err)
		}
		if err := os.Symlink(built[0], filepath.Join(target, binary)); err != nil {
			w.t.Fatal(err)
		}
	}
	w.Write("cli.tfrc", fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror))
}
