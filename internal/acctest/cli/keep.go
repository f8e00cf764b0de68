// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// reattach begins the variable that tells Terraform of providers that it does not start.
const reattach = "TF_REATTACH_PROVIDERS="

// attaching begins the line in which a provider that was started by hand says how to reach it.
const attaching = reattach + "'"

// kept is a process of the provider that several commands of a workspace share.
type kept struct {
	env    []string // what the process was started with
	attach string   // what Terraform has to know of it
	stop   func()
}

// Keep lets the commands of [Workspace.Run] share one process of the provider. Terraform starts a new one for every walk else, three or four in
// a command, and most of the time of a short command goes into it. A workspace that keeps the provider can have one configuration of it:
// with an alias, both would configure the same process. It cannot have another provider attached. What is set for later commands starts a
// new process.
func (w *Workspace) Keep() *Workspace {
	w.keeps = true
	return w
}

// attach is the environment of a command that uses the process that is kept.
func (w *Workspace) attach() []string {
	w.t.Helper()
	if slices.ContainsFunc(w.env, func(one string) bool { return strings.HasPrefix(one, reattach) }) {
		w.t.Fatal("the workspace keeps the provider, and has another one attached: Terraform would not see that one")
	}
	if w.kept != nil && !slices.Equal(w.kept.env, w.env) {
		w.kept.stop()
		w.kept = nil
	}
	if w.kept == nil {
		started, err := start(w.env)
		if err != nil {
			w.t.Fatalf("start the provider: %s", err)
		}
		w.kept = started
		w.t.Cleanup(started.stop)
	}
	return append(slices.Clone(w.env), reattach+w.kept.attach)
}

// start starts the binary of the tests in the way that is meant for debuggers: it serves until it is interrupted.
func start(env []string) (*kept, error) {
	ctx, cancel := context.WithCancel(context.Background())
	command := exec.CommandContext(ctx, filepath.Join(ours.built, ours.name), "-debug") //nolint:gosec // built by the tests
	command.Env = env
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	printed, err := command.StdoutPipe()
	if err != nil {
		cancel()
		return nil, fmt.Errorf("reading what it prints: %w", err)
	}
	if err := command.Start(); err != nil {
		cancel()
		return nil, fmt.Errorf("starting it: %w", err)
	}
	started := &kept{env: slices.Clone(env), stop: sync.OnceFunc(func() {
		cancel()
		_, _ = io.Copy(io.Discard, printed)
		_ = command.Wait() // it was interrupted
	})}
	lines := bufio.NewScanner(printed)
	for lines.Scan() {
		if _, said, found := strings.Cut(lines.Text(), attaching); found {
			started.attach, err = inBothRegistries(strings.TrimSuffix(said, "'"))
			return started, err
		}
	}
	started.stop()
	return nil, fmt.Errorf("it did not say how to reach it: %w", lines.Err())
}

// inBothRegistries says the same of the provider in the registry of either CLI.
func inBothRegistries(attach string) (string, error) {
	var reached map[string]json.RawMessage
	if err := json.Unmarshal([]byte(attach), &reached); err != nil {
		return "", fmt.Errorf("reading how to reach it: %w", err)
	}
	for address, how := range reached {
		_, short, _ := strings.Cut(address, "/")
		for _, registry := range registries {
			reached[registry+short] = how
		}
	}
	text, err := json.Marshal(reached)
	if err != nil {
		return "", fmt.Errorf("saying how to reach it: %w", err)
	}
	return string(text), nil
}
