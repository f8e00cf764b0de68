// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

// Killable starts the provider of the workspace by way of a shell, which notes the process, and returns a function that kills the
// process that was started last. Terraform sees a provider that crashed.
func (w *Workspace) Killable() (kill func() error) {
	w.t.Helper()
	return w.Signalled(os.Kill)
}

// Signalled is [Workspace.Killable] by another signal. After an abort, Go writes what every goroutine was doing.
func (w *Workspace) Signalled(signal os.Signal) (send func() error) {
	w.t.Helper()
	folder := w.t.TempDir()
	noted := filepath.Join(folder, "pid")
	script := fmt.Sprintf("#!/bin/sh\necho $$ > '%s'\nexec '%s' \"$@\"\n", noted, filepath.Join(ours.built, ours.name))
	if err := os.WriteFile(filepath.Join(folder, ours.name), []byte(script), 0o700); err != nil { //nolint:gosec // it is to be executed
		w.t.Fatal(err)
	}
	w.override(provider.Address, folder)
	return func() error {
		text, err := os.ReadFile(noted) //nolint:gosec // a file of our own
		if err != nil {
			return fmt.Errorf("no provider was started: %w", err)
		}
		pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
		if err != nil {
			return fmt.Errorf("the note of the process: %w", err)
		}
		process, err := os.FindProcess(pid)
		if err != nil {
			return fmt.Errorf("finding the provider: %w", err)
		}
		if err := process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return fmt.Errorf("sending %s to the provider: %w", signal, err)
		}
		return nil
	}
}
