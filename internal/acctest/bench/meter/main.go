// SPDX-License-Identifier: MPL-2.0

//go:build unix

// The command meter runs a command, and notes what its process has used. It is small, because the operating system counts the memory of
// the parent as memory of a child that has just started.
//
//	meter NOTES COMMAND [ARGUMENT…]
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
	"time"
)

// use is what one process has used. The tests read it, with the same names.
type use struct {
	Processor time.Duration
	Resident  int64 // bytes, at the most
}

func main() {
	if len(os.Args) < 3 {
		fail("give a file for the notes, and a command")
	}
	signal.Ignore(os.Interrupt)                         // the command decides
	command := exec.Command(os.Args[2], os.Args[3:]...) //nolint:gosec,noctx // it is what the caller wants to run
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	ran := command.Run()
	if command.ProcessState == nil {
		fail(ran)
	}
	used := use{Processor: command.ProcessState.UserTime() + command.ProcessState.SystemTime()}
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		used.Resident = resident(usage)
	}
	line, err := json.Marshal(used)
	if err != nil {
		fail(err)
	}
	notes, err := os.OpenFile(os.Args[1], os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		fail(err)
	}
	if _, err := notes.Write(append(line, '\n')); err != nil { // at once: several processes may write
		fail(err)
	}
	if err := notes.Close(); err != nil {
		fail(err)
	}
	os.Exit(command.ProcessState.ExitCode())
}

// resident is the largest resident set. macOS counts bytes, and the others count kibibytes.
func resident(usage *syscall.Rusage) int64 {
	if runtime.GOOS == "darwin" {
		return usage.Maxrss
	}
	return usage.Maxrss * 1024
}

func fail(problem any) {
	fmt.Fprintln(os.Stderr, "meter:", problem)
	os.Exit(1)
}
