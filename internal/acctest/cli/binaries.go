// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// binary is a provider's binary, which the workspaces of a test binary share while there are any.
type binary struct {
	name string
	// source is the package that it is built from, in a folder of the repository.
	source, folder string
	// given is the variable that names the folder of one that is built already.
	given string

	mu    sync.Mutex
	users int
	built string
}

var (
	ours = binary{name: "terraform-provider-atlassian", source: "github.com/orgsec/terraform-provider-atlassian", folder: ".", given: "ATLASSIAN_TEST_PROVIDER"}
	// local is the provider that writes files, from its sources: the tests ask no registry.
	local = binary{name: "terraform-provider-local", source: "github.com/terraform-providers/terraform-provider-local", folder: "tools/providers"}
)

// ProvideLocal lets the configuration use hashicorp/local too.
func (w *Workspace) ProvideLocal() {
	w.t.Helper()
	w.provide("registry.terraform.io/hashicorp/local", &local)
}

// provide makes the CLI take a provider from here, whatever it says of a version.
func (w *Workspace) provide(address string, of *binary) {
	w.t.Helper()
	folder, err := of.use(w.t)
	if err != nil {
		w.t.Fatalf("build %s: %s", of.name, err)
	}
	w.override(address, folder)
}

// registries are those of either CLI.
var registries = []string{"registry.terraform.io/", "registry.opentofu.org/"}

// override says where a provider is, in the registry of either CLI: each takes a source without a host for one of its own.
func (w *Workspace) override(address, folder string) {
	w.t.Helper()
	if w.overrides == nil {
		w.overrides = make(map[string]string)
	}
	_, short, _ := strings.Cut(address, "/")
	for _, registry := range registries {
		w.overrides[registry+short] = folder
	}
	var lines strings.Builder
	for _, address := range slices.Sorted(maps.Keys(w.overrides)) {
		fmt.Fprintf(&lines, "    %q = %q\n", address, w.overrides[address])
	}
	w.Write("cli.tfrc", "provider_installation {\n  dev_overrides {\n"+lines.String()+"  }\n  direct {}\n}\n")
}

// use builds the binary for the first workspace, and returns the folder it is in. The last one removes it. `make test` builds it once for all
// packages.
func (b *binary) use(t testing.TB) (string, error) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if folder := os.Getenv(b.given); folder != "" {
		b.built = folder
		return folder, nil
	}
	if b.users == 0 {
		folder, err := b.build(t.Context())
		if err != nil {
			return "", err
		}
		b.built = folder
	}
	b.users++
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.users--; b.users > 0 {
			return
		}
		if err := os.RemoveAll(b.built); err != nil {
			t.Errorf("remove %s: %s", b.name, err)
		}
	})
	return b.built, nil
}

func (b *binary) build(ctx context.Context) (string, error) {
	module, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("finding the repository: %w", err)
	}
	folder, err := os.MkdirTemp("", "provider")
	if err != nil {
		return "", fmt.Errorf("making a folder: %w", err)
	}
	name := b.name
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	command := exec.CommandContext(ctx, "go", "build", "-C", filepath.Join(filepath.Dir(strings.TrimSpace(string(module))), b.folder), //nolint:gosec // arguments of our own
		"-buildvcs=false", "-ldflags=-s -w", "-o", filepath.Join(folder, name), b.source)
	if output, err := command.CombinedOutput(); err != nil {
		return "", errors.Join(fmt.Errorf("%w\n%s", err, output), os.RemoveAll(folder))
	}
	return folder, nil
}
