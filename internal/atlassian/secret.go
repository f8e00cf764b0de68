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

// secrets are all that must not be shown.
type secrets []secret

// redact removes the secrets from a text that came from outside, should one be in there.
func (s secrets) redact(text string) string {
	for _, one := range s {
		text = strings.ReplaceAll(text, one.reveal(), redacted)
	}
	return text
}

// redactError is the error itself, unless its text shows a secret.
func (s secrets) redactError(err error) error {
	if err == nil {
		return nil
	}
	text := s.redact(err.Error())
	if text == err.Error() {
		return err
	}
	return &redactedError{text: text, err: err}
}

// redactedError compares like the error it stands for, but does not hand that out.
type redactedError struct {
	text string
	err  error
}

// Error is the text without the secrets.
func (e *redactedError) Error() string { return e.text }

// Is compares with what is hidden.
func (e *redactedError) Is(target error) bool { return errors.Is(e.err, target) }

// Format prints the text, whatever the verb.
func (e *redactedError) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, e.text) }
