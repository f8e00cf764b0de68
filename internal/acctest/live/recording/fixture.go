// SPDX-License-Identifier: MPL-2.0

package recording

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Fixture is one exchange, redacted.
type Fixture struct {
	// Operation is the ID of the operation, as the client's table has it. It is empty if the table has none.
	Operation string `json:"operation"`
	// Method and Path are those of the request.
	Method string `json:"method"`
	Path   string `json:"path"`
	// Query are its parameters.
	Query map[string][]string `json:"query,omitempty"`
	// Asked is the body of the request; it is nil if there is none.
	Asked any `json:"asked,omitempty"`
	// Credential says how the request proved who sent it: "Bearer", "Basic" or not at all.
	Credential string `json:"credential,omitempty"`
	// Status is that of the answer.
	Status int `json:"status"`
	// Header has the headers of the answer that clients read. The values of all others are left out.
	Header map[string]string `json:"header"`
	// Form is "JSON", "empty", or the media type of an answer whose body is left out.
	Form string `json:"form"`
	// Body is that of the answer, if it is JSON.
	Body any `json:"body"`
}

// Name is the operation's, or the path if no operation has it.
func (f Fixture) Name() string {
	if f.Operation != "" {
		return f.Operation
	}
	return f.Method + " " + f.Path
}

// save writes a fixture to a folder, under its number.
func (f Fixture) save(folder string, n int) error {
	text, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	name := f.Operation
	if name == "" {
		name = "other"
	}
	return os.WriteFile(filepath.Join(folder, fmt.Sprintf("%05d-%s-%d.json", n, name, f.Status)), append(text, '\n'), 0o600)
}

// Load reads the recordings in a folder, and in those below it. A folder without fixtures is an error.
func Load(folder string) ([]Fixture, error) {
	var files []string
	err := filepath.WalkDir(folder, func(file string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && filepath.Ext(file) == ".json" {
			files = append(files, file)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	var fixtures []Fixture
	for _, file := range files {
		text, err := os.ReadFile(filepath.Clean(file))
		if err != nil {
			return nil, err
		}
		var one Fixture
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		decoder.UseNumber()
		if err := decoder.Decode(&one); err != nil {
			return nil, fmt.Errorf("%s is no fixture: %w", file, err)
		}
		if one.Method == "" || one.Status == 0 {
			return nil, fmt.Errorf("%s is no fixture: it has no method or no status", file)
		}
		fixtures = append(fixtures, one)
	}
	if len(fixtures) == 0 {
		return nil, fmt.Errorf("the folder %q has no fixtures", folder)
	}
	return fixtures, nil
}
