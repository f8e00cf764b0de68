// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	install "github.com/hashicorp/hc-install"
	"github.com/hashicorp/hc-install/checkpoint"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/src"
)

// cli is Terraform or OpenTofu, run in one directory.
type cli struct {
	path string
	// name to call it by, such as terraform.
	name string
	// version is the first line that it says about itself, such as "Terraform v1.11.4".
	version     string
	directory   string
	environment []string
}

// locate finds the executable that TF_ACC_TERRAFORM_PATH names, as the tests do, or terraform or tofu on PATH. It is
// empty where there is none.
func locate() string {
	path := os.Getenv("TF_ACC_TERRAFORM_PATH")

	for _, name := range []string{"terraform", "tofu"} {
		if path == "" {
			path, _ = exec.LookPath(name) // not being there is no error
		}
	}

	return path
}

// newCLI makes a CLI of an executable.
func newCLI(ctx context.Context, path, directory string) (*cli, error) {
	made := &cli{path: path, name: filepath.Base(path), directory: directory, environment: cleanEnvironment(os.Environ())}

	outcome, err := made.expect(ctx, 0, "version")
	if err != nil {
		return nil, err
	}

	made.version, _, _ = strings.Cut(outcome.stdout, "\n")

	return made, nil
}

// fetch fetches the latest Terraform into a directory.
func fetch(ctx context.Context, directory string) (string, error) {
	if err := os.MkdirAll(directory, 0o750); err != nil {
		return "", fmt.Errorf("cannot make a directory for it: %w", err)
	}

	path, err := install.NewInstaller().Ensure(ctx, []src.Source{
		&checkpoint.LatestVersion{Product: product.Terraform, InstallDir: directory},
	})
	if err != nil {
		return "", fmt.Errorf("download: %w", err)
	}

	return path, nil
}

func (c *cli) openTofu() bool { return strings.HasPrefix(c.version, "OpenTofu") }

// cleanEnvironment leaves out what would make the CLI behave in another way than told, or reach a real organization.
func cleanEnvironment(environment []string) []string {
	kept := slices.DeleteFunc(slices.Clone(environment), func(variable string) bool {
		return strings.HasPrefix(variable, "TF_") || strings.HasPrefix(variable, "ATLASSIAN_")
	})

	return append(kept, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0")
}

// enter makes every further run happen in a directory.
func (c *cli) enter(directory string) { c.directory = directory }

// use gives every further run more variables.
func (c *cli) use(variables ...string) {
	c.environment = append(c.environment, variables...)
}

// outcome is what a run of the CLI gave.
type outcome struct {
	code           int
	stdout, stderr string
}

// expect runs the CLI, and insists on an exit code.
func (c *cli) expect(ctx context.Context, code int, args ...string) (outcome, error) {
	var stdout, stderr bytes.Buffer

	command := exec.CommandContext(ctx, c.path, args...) //nolint:gosec // found on PATH, or named by the user
	command.Dir, command.Env = c.directory, c.environment
	command.Stdout, command.Stderr = &stdout, &stderr
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 10 * time.Second

	var exit *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &exit) {
		return outcome{}, fmt.Errorf("cannot run %s: %w", c.path, err)
	}

	if err := ctx.Err(); err != nil {
		return outcome{}, fmt.Errorf("interrupted during %s %s: %w", c.name, args[0], err)
	}

	given := outcome{code: command.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String()}
	if given.code != code {
		return given, fmt.Errorf("%s %s ended with exit code %d instead of %d:\n%s%s",
			c.name, strings.Join(args, " "), given.code, code, given.stdout, given.stderr)
	}

	return given, nil
}

// plan writes a plan to a file, insists on its exit code, and returns what the CLI says about it and what is in it.
func (c *cli) plan(ctx context.Context, code int, file string) (string, plan, error) {
	planned, err := c.expect(ctx, code, "plan", "-no-color", "-detailed-exitcode", "-out="+file)
	if err != nil {
		return "", plan{}, err
	}

	document, err := c.expect(ctx, 0, "show", "-json", file)
	if err != nil {
		return "", plan{}, err
	}

	var made plan
	if err := json.Unmarshal([]byte(document.stdout), &made); err != nil {
		return "", plan{}, fmt.Errorf("cannot read the plan: %w", err)
	}

	return planned.stdout, made, nil
}
