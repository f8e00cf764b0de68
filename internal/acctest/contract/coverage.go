// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
)

// Seen is an operation with a status that it was answered with.
type Seen struct {
	Operation string // such as "GET /admin/v1/orgs/{orgId}"
	Status    int
}

// coverage counts exchanges until they are written to the report. Tests run in
// parallel and in several processes, and a process may end in many ways, so each
// test writes what was counted when it ends, to a file of its process.
type coverage struct {
	mutex   sync.Mutex
	counts  map[Seen]int
	fields  map[string]*sighting // by operation and side
	reports map[string]string    // folder to the file in it
}

func newCoverage() *coverage {
	return &coverage{counts: make(map[Seen]int), fields: make(map[string]*sighting), reports: make(map[string]string)}
}

func (c *coverage) add(operation string, status int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.counts[Seen{operation, status}]++
}

// Report appends what was seen since the last Report to this process' file in
// the folder, which is made if need be. A folder without a name means that
// nobody wants a report.
func (c *Contract) Report(folder string) error {
	if c == nil || folder == "" {
		return nil
	}
	if err := c.coverage.report(folder); err != nil {
		return fmt.Errorf("record the operations seen in %q: %w", folder, err)
	}
	return nil
}

func (c *coverage) report(folder string) (err error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(c.counts) == 0 {
		return nil
	}
	file, err := c.open(folder)
	if err != nil {
		return err
	}
	defer func() {
		if e := file.Close(); err == nil {
			err = e
		}
	}()
	var lines bytes.Buffer
	for _, seen := range slices.SortedFunc(maps.Keys(c.counts), Seen.compare) {
		fmt.Fprintf(&lines, "%d %d %s\n", c.counts[seen], seen.Status, seen.Operation)
	}
	for _, key := range slices.Sorted(maps.Keys(c.fields)) {
		operation, side, _ := strings.Cut(key, "\t")
		c.fields[key].news(&lines, operation, Side(side), wholeBody)
	}
	if _, err := file.Write(lines.Bytes()); err != nil {
		return err
	}
	clear(c.counts)
	return nil
}

// open opens this process' file in the folder: the first time under a name that
// no other process has.
func (c *coverage) open(folder string) (*os.File, error) {
	if name, known := c.reports[folder]; known {
		return os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0o600) //nolint:gosec // the name was made here
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return nil, err
	}
	file, err := os.CreateTemp(folder, "operations-*.txt")
	if err != nil {
		return nil, err
	}
	c.reports[folder] = file.Name()
	return file, nil
}

// Recording is what all processes saw.
type Recording struct {
	Operations map[Seen]int
	Fields     map[FieldSeen]Marks
}

// ReadReport adds up what all processes wrote to a folder.
func ReadReport(folder string) (Recording, error) {
	seen := Recording{make(map[Seen]int), make(map[FieldSeen]Marks)}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return seen, err
	}
	defer func() { _ = root.Close() }()
	entries, err := os.ReadDir(folder)
	if err != nil {
		return seen, err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), "operations-") {
			continue
		}
		data, err := root.ReadFile(entry.Name())
		if err != nil {
			return seen, err
		}
		for line := range strings.Lines(string(data)) {
			if err := seen.add(strings.TrimSuffix(line, "\n")); err != nil {
				return seen, fmt.Errorf("%s: %w", entry.Name(), err)
			}
		}
	}
	return seen, nil
}

func (r Recording) add(line string) error {
	if parts := strings.Split(line, "\t"); len(parts) == 4 {
		key, more := FieldSeen{parts[0], Side(parts[1]), parts[2]}, marks(parts[3])
		was := r.Fields[key]
		r.Fields[key] = Marks{was.Given || more.Given, was.Null || more.Null, was.Absent || more.Absent}
		return nil
	}
	var count, status int
	var method, path string
	if _, err := fmt.Sscan(line, &count, &status, &method, &path); err != nil {
		return fmt.Errorf("%q isn't a count, a status and an operation: %w", line, err)
	}
	r.Operations[Seen{method + " " + path, status}] += count
	return nil
}

// compare orders by path, then by method, then by status.
func (s Seen) compare(other Seen) int {
	method, path, _ := strings.Cut(s.Operation, " ")
	otherMethod, otherPath, _ := strings.Cut(other.Operation, " ")
	return cmp.Or(cmp.Compare(path, otherPath), cmp.Compare(method, otherMethod), cmp.Compare(s.Status, other.Status))
}
