// SPDX-License-Identifier: MPL-2.0

package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

// meter notes what a process uses.
var meter = binary{name: "meter", source: "github.com/orgsec/terraform-provider-atlassian/internal/acctest/bench/meter", folder: "."}

// Use is what the processes of a provider have used: Terraform starts several for one command, one after the other.
type Use struct {
	// Processor is the time of the processors, of all processes together.
	Processor time.Duration
	// Resident is the largest resident set of any of them, in bytes.
	Resident int64
	// Processes is how many there were.
	Processes int
}

// Metered starts the provider of the workspace by way of a program that waits for it, and returns a function that tells what the provider has
// used since it was asked the last time. A program is not a shell: only the parent of a process learns of it.
func (w *Workspace) Metered() (used func() Use) {
	w.t.Helper()
	built, err := meter.use(w.t)
	if err != nil {
		w.t.Fatalf("build %s: %s", meter.name, err)
	}
	folder := w.t.TempDir()
	notes := filepath.Join(folder, "notes")
	script := fmt.Sprintf("#!/bin/sh\nexec '%s' '%s' '%s' \"$@\"\n", filepath.Join(built, meter.name), notes, filepath.Join(ours.built, ours.name))
	if err := os.WriteFile(filepath.Join(folder, ours.name), []byte(script), 0o700); err != nil { //nolint:gosec // it is to be executed
		w.t.Fatal(err)
	}
	w.override(provider.Address, folder)
	return func() Use {
		w.t.Helper()
		text, err := os.ReadFile(notes) //nolint:gosec // a file of our own
		if errors.Is(err, fs.ErrNotExist) {
			return Use{}
		}
		if err == nil {
			err = os.Remove(notes)
		}
		if err != nil {
			w.t.Fatal(err)
		}
		used, err := sum(text)
		if err != nil {
			w.t.Fatalf("%s: %s", notes, err)
		}
		return used
	}
}

// sum adds up the notes of processes.
func sum(notes []byte) (Use, error) {
	var total Use
	for decoder := json.NewDecoder(bytes.NewReader(notes)); ; {
		var one Use
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			return total, nil
		} else if err != nil {
			return Use{}, err
		}
		total.Processor += one.Processor
		total.Resident = max(total.Resident, one.Resident)
		total.Processes++
	}
}
