// SPDX-License-Identifier: MPL-2.0

// Package cli runs the real Terraform CLI with the real provider binary, for what a test framework does not show: logs,
// state and plan files, exit codes, and how long a command takes.
package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/go-version"
	install "github.com/hashicorp/hc-install"
	"github.com/hashicorp/hc-install/fs"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
	"github.com/hashicorp/hc-install/src"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

// Workspace is a folder with a configuration, in which commands run against one organization.
type Workspace struct {
	// Dir is the folder.
	Dir string

	t         testing.TB
	terraform string
	env       []string
	overrides map[string]string // folders of providers, by address
	mayShow   bool              // what commands print and write may have a secret

	keeps bool // whether commands share a process of the provider
	kept  *kept
}

// SkipIfShort skips a test that runs a Terraform CLI where tests are to be fast. It is the only guard: what runs a CLI
// calls it, through New or through acctest.Test.
func SkipIfShort(t testing.TB) {
	t.Helper()
	if testing.Short() {
		t.Skip("This test runs a Terraform CLI: `make test` has it, -short (`make test-fast`) leaves it out.")
	}
}

// New makes an empty workspace whose provider is set by the environment alone.
func New(t testing.TB, org *simulated.Organization) *Workspace {
	t.Helper()
	SkipIfShort(t)
	terraform, err := terraform()
	if err != nil {
		t.Fatalf("find terraform: %s", err)
	}
	w := &Workspace{Dir: t.TempDir(), t: t, terraform: terraform}
	t.Cleanup(w.scan)
	settings := filepath.Join(w.Dir, "cli.tfrc")
	w.provide(provider.Address, &ours)
	w.Write("versions.tf", fmt.Sprintf("terraform {\n  required_providers {\n    atlassian = { source = %q }\n  }\n}\n", provider.Address))
	w.env = append(os.Environ(),
		"TF_CLI_CONFIG_FILE="+settings, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1", "TF_LOG=", "TF_LOG_PATH=",
		"ATLASSIAN_BASE_URL="+org.URL,
		"ATLASSIAN_ORG_ID="+org.Credentials.OrganizationID,
		"ATLASSIAN_ORG_API_KEY="+org.Credentials.APIKey,
		"ATLASSIAN_DIRECTORY_ID=",
		"ATLASSIAN_USER_EMAIL="+org.Credentials.UserEmail,
		"ATLASSIAN_USER_API_TOKEN="+org.Credentials.UserAPIToken,
	)
	return w
}

// Write puts a file into the workspace.
func (w *Workspace) Write(name, content string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.Dir, name), []byte(content), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// Setenv sets a variable for the commands to come.
func (w *Workspace) Setenv(name, value string) { w.env = append(w.env, name+"="+value) }

// IsOpenTofu reports whether the CLI of the tests is OpenTofu.
func (w *Workspace) IsOpenTofu() bool {
	w.t.Helper()
	return strings.HasPrefix(w.MustRun("version").Output, "OpenTofu")
}

// Result is what became of a command.
type Result struct {
	// Output is everything it printed.
	Output string
	// ExitCode is its exit code.
	ExitCode int
	// Wall is how long it took on the clock, and Processor how much of the processors, the provider's share included.
	Wall, Processor time.Duration
}

// Run runs terraform.
func (w *Workspace) Run(args ...string) Result {
	w.t.Helper()
	return w.RunUntil(w.t.Context(), args...)
}

// RunUntil runs terraform, and kills it when the context ends.
func (w *Workspace) RunUntil(ctx context.Context, args ...string) Result {
	w.t.Helper()
	command := exec.CommandContext(ctx, w.terraform, args...) //nolint:gosec // found, not given
	command.Env = w.env
	if w.keeps {
		command.Env = w.attach() //nolint:contextcheck // the process outlives this command
	}
	return w.run(command)
}

// run runs a command in the folder, whatever its exit code.
func (w *Workspace) run(command *exec.Cmd) Result {
	w.t.Helper()
	var out bytes.Buffer
	command.Dir, command.Stdout, command.Stderr = w.Dir, &out, &out
	start := time.Now()
	err := command.Run()
	wall := time.Since(start)
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Fatalf("%v: %s", command.Args, err)
	}
	w.scanned(fmt.Sprintf("the output of %v", command.Args), out.Bytes())
	ended := command.ProcessState
	return Result{Output: out.String(), ExitCode: ended.ExitCode(), Wall: wall, Processor: ended.UserTime() + ended.SystemTime()}
}

// MustRun is Run for a command that has to succeed.
func (w *Workspace) MustRun(args ...string) Result {
	w.t.Helper()
	result := w.Run(args...)
	if result.ExitCode != 0 {
		w.t.Fatalf("terraform %v: exit code %d\n%s", args, result.ExitCode, result.Output)
	}
	return result
}

// terraform finds the CLI as the test framework does: the one that is named, the one on PATH, else it fetches one.
var terraform = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("TF_ACC_TERRAFORM_PATH"); path != "" {
		return path, nil
	}
	sources := []src.Source{&fs.AnyVersion{Product: &product.Terraform}}
	if wanted := os.Getenv("TF_ACC_TERRAFORM_VERSION"); wanted != "" {
		exact, err := version.NewVersion(wanted)
		if err != nil {
			return "", fmt.Errorf("TF_ACC_TERRAFORM_VERSION: %w", err)
		}
		sources = []src.Source{&releases.ExactVersion{Product: product.Terraform, Version: exact}}
	}
	sources = append(sources, &releases.LatestVersion{Product: product.Terraform})
	return install.NewInstaller().Ensure(context.Background(), sources)
})
