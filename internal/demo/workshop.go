// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

const (
	quickstart = "examples/quickstart"
	// mirrorVersion is the version under which the CLI finds the provider: one that the examples ask for.
	mirrorVersion = "0.1.0"
)

// patience replaces the minutes that a domain is given in earnest.
const patience = `# The demo does not wait for a domain as long as one would in earnest.
resource "atlassian_domain_verification" "acme" {
  timeouts = {
    create = "30s"
    update = "3s"
  }
}
`

// workshop is a temporary directory with everything that the demo makes.
type workshop struct {
	directory string
}

func openWorkshop() (*workshop, error) {
	if _, err := os.Stat(filepath.Join(quickstart, "main.tf")); err != nil {
		return nil, fmt.Errorf("cannot find %s; run the demo from the root of the repository: %w", quickstart, err)
	}

	directory, err := os.MkdirTemp("", "atlassian-demo-")
	if err != nil {
		return nil, fmt.Errorf("cannot make a temporary directory: %w", err)
	}

	return &workshop{directory: directory}, nil
}

// close removes the directory.
func (w *workshop) close() { _ = os.RemoveAll(w.directory) }

// configuration is the directory that Terraform works in.
func (w *workshop) configuration() string { return filepath.Join(w.directory, "quickstart") }

// cliConfig is the configuration file of the CLI.
func (w *workshop) cliConfig() string { return filepath.Join(w.directory, "cli.tfrc") }

// mirror is laid out as the CLI expects it: HOST/NAMESPACE/TYPE/VERSION/TARGET.
func (w *workshop) mirror() string { return filepath.Join(w.directory, "mirror") }

// binary is the provider, where the CLI finds it.
func (w *workshop) binary(address string) string {
	name := "terraform-provider-atlassian_v" + mirrorVersion
	if runtime.GOOS == "windows" {
		name += ".exe"
	}

	return filepath.Join(w.mirror(), filepath.FromSlash(address), mirrorVersion, runtime.GOOS+"_"+runtime.GOARCH, name)
}

// address is what a CLI takes the source "orgsec/atlassian" for: each has a registry of its own.
func address(openTofu bool) string {
	if !openTofu {
		return provider.Address
	}

	_, rest, _ := strings.Cut(provider.Address, "/")

	return "registry.opentofu.org/" + rest
}

// build builds the provider into the mirror, and makes the CLI look for it nowhere else.
func (w *workshop) build(ctx context.Context, address string) error {
	// Without the stamp, it builds from an unpacked archive as well as from a clone.
	command := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", w.binary(address), ".") //nolint:gosec // a path of our own
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("cannot build the provider: %w\n%s", err, output)
	}

	config := fmt.Sprintf(`provider_installation {
  filesystem_mirror {
    path    = %q
    include = [%q]
  }
  direct {
    exclude = [%q]
  }
}
`, filepath.ToSlash(w.mirror()), address, address)

	return write(w.cliConfig(), config)
}

// copyQuickstart copies the example, so that its own directory stays as it is.
func (w *workshop) copyQuickstart() error {
	main, err := os.ReadFile(filepath.Join(quickstart, "main.tf"))
	if err != nil {
		return fmt.Errorf("cannot read the example: %w", err)
	}

	if err := os.Mkdir(w.configuration(), 0o750); err != nil {
		return fmt.Errorf("cannot copy the example: %w", err)
	}

	return errors.Join(
		write(filepath.Join(w.configuration(), "main.tf"), string(main)),
		write(filepath.Join(w.configuration(), "demo_override.tf"), patience),
	)
}

func write(path, text string) error {
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return fmt.Errorf("cannot write: %w", err)
	}

	return nil
}
