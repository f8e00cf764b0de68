// SPDX-License-Identifier: MPL-2.0

package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// run runs the command, and returns its exit code as a shell would.
func run(ctx context.Context, command []string, stdout, stderr io.Writer, environ []string) (int, error) {
	// The end of ctx must not kill the command. It gets a signal and can finish
	// its work.
	cmd := exec.CommandContext(context.WithoutCancel(ctx), command[0], command[1:]...) //nolint:gosec // the user names the command
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.Env = os.Stdin, stdout, stderr, environ

	if err := cmd.Start(); err != nil {
		return exitNotFound, fmt.Errorf("cannot run %s: %w", command[0], err)
	}

	stop := context.AfterFunc(ctx, func() {
		if !terminalInterrupts(ctx) {
			_ = cmd.Process.Signal(os.Interrupt)
		}
	})
	defer stop()

	err := cmd.Wait()

	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return exitFailure, fmt.Errorf("cannot wait for %s: %w", command[0], err)
	}

	return exitCode(cmd.ProcessState), nil
}

// exitCode is the exit code, or 128 and the number of the signal that ended the command.
func exitCode(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal())
	}

	return state.ExitCode()
}

// terminalInterrupts reports whether a terminal has sent the interrupt to the
// command already. A second one would do harm: after two interrupts, Terraform
// stops without saving anything.
func terminalInterrupts(ctx context.Context) bool {
	// signal.NotifyContext names the signal in the cause.
	if cause := context.Cause(ctx); cause == nil || !strings.HasPrefix(cause.Error(), os.Interrupt.String()) {
		return false
	}

	terminal, err := os.OpenFile("/dev/tty", os.O_RDONLY, 0)
	if err != nil {
		return false
	}

	_ = terminal.Close()

	return true
}
