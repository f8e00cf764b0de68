// SPDX-License-Identifier: MPL-2.0

package schemajson

import (
	"fmt"
	"os"
)

// Write writes what a command generates into a file, or to the standard output if the file has no name.
func Write(file string, text []byte) error {
	var err error
	if file == "" {
		_, err = os.Stdout.Write(text)
	} else {
		err = os.WriteFile(file, text, 0o600)
	}
	if err != nil {
		return fmt.Errorf("write what was generated: %w", err)
	}
	return nil
}
