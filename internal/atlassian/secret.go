// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// redacted replaces a secret.
const redacted = "[redacted]"

// secret is a text that no form of printing shows. A function holds it, because fmt and similar packages read texts out of
// unexported fields in spite of Format.
type secret struct{ reveal func() string }

func newSecret(text string) secret { return secret{reveal: func() string { return text }} }

// Format prints a placeholder, whatever the verb.
func (secret) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, redacted) }

// MarshalText encodes a placeholder.
func (secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// secrets are all texts that messages must not show.
type secrets []secret

// newSecrets are texts, and the forms that they have in a URL, in an error that quotes them, and in JSON.
func newSecrets(texts ...string) secrets {
	var known secrets
	for _, text := range texts {
		quoted := strconv.Quote(text)
		forms := []string{text, url.QueryEscape(text), url.PathEscape(text), quoted[1 : len(quoted)-1]}
		if escaped, err := json.Marshal(text); err == nil {
			forms = append(forms, string(escaped[1:len(escaped)-1]))
		}
		slices.Sort(forms)
		for _, form := range slices.Compact(forms) {
			known = append(known, newSecret(form))
		}
	}
	return known
}

// within reports whether a body contains a secret. One that is shorter than any real one may be there by chance.
func (s secrets) within(body []byte) bool {
	return slices.ContainsFunc(s, func(one secret) bool {
		text := one.reveal()
		return len(text) >= minSecretPart && bytes.Contains(body, []byte(text))
	})
}

// minSecretPart is how many characters of a secret are already too many to show.
const minSecretPart = 8

// redact removes the secrets from a text that came from outside. It also removes the beginning of a secret that the end of the
// text cuts off.
func (s secrets) redact(text string) string {
	for _, one := range s {
		text = strings.ReplaceAll(text, one.reveal(), redacted)
	}
	for _, one := range s {
		whole := one.reveal()
		for n := min(len(whole)-1, len(text)); n >= minSecretPart; n-- {
			if strings.HasSuffix(text, whole[:n]) {
				text = text[:len(text)-n] + redacted
				break
			}
		}
	}
	return text
}

// excerpt is the beginning of a text that came from outside, in one line and without the secrets. It removes the secrets before
// it cuts the text, because it would not find half a secret.
func (s secrets) excerpt(text string) string {
	const maxExcerpt = 600
	runes := []rune(s.redact(oneLine(text)))
	if len(runes) > maxExcerpt {
		return string(runes[:maxExcerpt]) + "…"
	}
	return string(runes)
}

// tidy replaces everything that a refusal quotes by an excerpt.
func (s secrets) tidy(refusal *Error) {
	for _, text := range []*string{&refusal.Code, &refusal.Title, &refusal.Detail, &refusal.RequestID} {
		*text = s.excerpt(*text)
	}
	refusal.Context = refusal.Context.tidy(s)
	for i, scope := range refusal.RequiredScopes {
		refusal.RequiredScopes[i] = s.excerpt(scope)
	}
}

// redactError returns the error itself, unless its text shows a secret.
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

// redactedError compares like the error that it replaces, but does not return it.
type redactedError struct {
	text string
	err  error
}

// Error is the text without the secrets.
func (e *redactedError) Error() string { return e.text }

// Is compares with the hidden error.
func (e *redactedError) Is(target error) bool { return errors.Is(e.err, target) }

// Format prints the text, whatever the verb.
func (e *redactedError) Format(f fmt.State, _ rune) { _, _ = fmt.Fprint(f, e.text) }
