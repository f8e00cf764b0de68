// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"fmt"
	"strings"
)

// redacted stands where a secret would.
const redacted = "[redacted]"

// secret is a text that no form of printing shows.
type secret string

// Format prints a placeholder, whatever the verb.
func (secret) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, redacted) }

// MarshalText encodes a placeholder.
func (secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// redact removes the secret from a text that came from outside, should it be in there.
func (s secret) redact(text string) string { return strings.ReplaceAll(text, string(s), redacted) }
