// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// Shell runs lines of a shell in the folder, up to the first that fails. What they call terraform is the CLI of the tests, and applies
// without asking; what they call terraform-provider-atlassian is the binary of the tests.
func (w *Workspace) Shell(lines string) Result {
	w.t.Helper()
	return w.run(w.shell("sh", lines))
}

// Bash is Shell for lines that need more than sh has. It skips the test if there is no bash on PATH.
func (w *Workspace) Bash(lines string) Result {
	w.t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		w.t.Skip("There is no bash on PATH.")
	}
	return w.run(w.shell("bash", lines))
}

// Serve runs a line of a shell in the background until the test ends, and returns the first line that it prints. It must not complain.
func (w *Workspace) Serve(line string) string {
	w.t.Helper()
	command := w.shell("sh", "exec "+line)
	var complaints bytes.Buffer
	command.Dir, command.Stderr = w.Dir, &complaints
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	printed, err := command.StdoutPipe()
	if err != nil {
		w.t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		w.t.Fatalf("%s: %s", line, err)
	}
	w.t.Cleanup(func() { // the context of the test is over then, which interrupts the line
		err := command.Wait()
		complaint := noticed.ReplaceAllString(complaints.String(), "")
		if err != nil && !errors.Is(err, context.Canceled) || complaint != "" {
			w.t.Errorf("%s: %v\n%s", line, err, complaint)
		}
	})
	first, err := bufio.NewReader(printed).ReadString('\n')
	if err != nil {
		w.t.Fatalf("%s printed no line: %s", line, err)
	}
	return first
}

// noticed is what the simulator says to people without being wrong.
var noticed = regexp.MustCompile(`(?m)^simulate: open \S+ in a browser .*\n`)

// shell is lines of a shell, as a command that has not started.
func (w *Workspace) shell(shell, lines string) *exec.Cmd {
	w.t.Helper()
	folder := w.t.TempDir()
	if err := os.Symlink(w.terraform, filepath.Join(folder, "terraform")); err != nil {
		w.t.Fatal(err)
	}
	path := folder + string(os.PathListSeparator) + ours.built + string(os.PathListSeparator) + os.Getenv("PATH")
	command := exec.CommandContext(w.t.Context(), shell, "-e", "-c", lines) //nolint:gosec // lines of our own
	command.Env = append(w.env, "PATH="+path,                               //nolint:gocritic // w.env stays as it is
		"TF_INPUT=0", "TF_CLI_ARGS=-no-color", "TF_CLI_ARGS_apply=-auto-approve")
	return command
}
