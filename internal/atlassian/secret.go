// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"errors"
	"fmt"
	"strings"
)

// redacted stands where a secret would.
const redacted = "[redacted]"

// secret is a text that no form of printing shows. It is held by a function, since fmt and its like read a text out of
// fields that are not exported, past every Format.
type secret struct{ reveal func() string }

func newSecret(text string) secret { return secret{reveal: func() string { return text }} }

// Format prints a placeholder, whatever the verb.
func (secret) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, redacted) }

// MarshalText encodes a placeholder.
func (secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// redact removes the secret from a text that came from outside, should it be in there.
func (s secret) redact(text string) string { return strings.ReplaceAll(text, s.reveal(), redacted) }

// redactError is the error itself, unless its text shows the secret.
func (s secret) redactError(err error) error {
	if err == nil || !strings.Contains(err.Error(), s.reveal()) {
		return err
	}
	return &redactedError{text: s.redact(err.Error()), err: err}
}

// redactedError compares like the error it stands for, but does not hand that out.
type redactedError struct {
	text string
	err  error
}

// Error is the text without the secret.
func (e *redactedError) Error() string { return e.text }

// Is compares with what is hidden.
func (e *redactedError) Is(target error) bool { return errors.Is(e.err, target) }

// Format prints the text, whatever the verb.
func (e *redactedError) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, e.text) }
