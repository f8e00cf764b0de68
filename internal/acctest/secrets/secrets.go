// SPDX-License-Identifier: MPL-2.0

// Package secrets knows the keys and tokens of all simulated organizations that a test binary has at the moment, and finds them in what a test
// has produced: every answer of a provider in process, everything that a CLI prints or writes.
package secrets

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// form is a way to write a secret.
type form struct {
	name string
	text []byte
}

// secret is a secret as all its forms, and how many organizations have it.
type secret struct {
	forms []form
	users int
}

var (
	mu    sync.RWMutex
	noted = make(map[string]*secret)
)

// Note remembers a secret, and how else it could be written, until it is forgotten. The name is for the message of a test that fails.
func Note(name, text string) (forget func()) {
	if text == "" {
		return func() {}
	}
	mu.Lock()
	defer mu.Unlock()
	if noted[text] == nil {
		noted[text] = &secret{forms: all(name, text)}
	}
	noted[text].users++
	return sync.OnceFunc(func() {
		mu.Lock()
		defer mu.Unlock()
		if noted[text].users--; noted[text].users == 0 {
			delete(noted, text)
		}
	})
}

// NotePair remembers what a person sends: an address and a token, as basic authentication has them.
func NotePair(email, token string) (forget func()) {
	if token == "" {
		return func() {}
	}
	one := Note("the user's API token", token)
	both := Note("the basic authentication of the user", base64.StdEncoding.EncodeToString([]byte(email+":"+token)))
	return func() {
		one()
		both()
	}
}

// all are the forms of a secret.
func all(name, secret string) []form {
	found := []form{{name, []byte(secret)}}
	add := func(how, text string) {
		if !slices.ContainsFunc(found, func(f form) bool { return bytes.Equal(f.text, []byte(text)) }) {
			found = append(found, form{name + ", " + how, []byte(text)})
		}
	}
	add("escaped for a URL", url.QueryEscape(secret))
	add("escaped for a path", url.PathEscape(secret))
	if escaped, err := json.Marshal(secret); err == nil {
		add("escaped for JSON", string(bytes.Trim(escaped, `"`)))
	}
	add("quoted", trimmed(fmt.Sprintf("%q", secret)))
	add("in hex", hex.EncodeToString([]byte(secret)))
	add("in hex", fmt.Sprintf("%X", secret))
	// In base64, a text looks like one of three, by where in the whole it begins. The first and the last letters depend on its neighbours.
	for before := range 3 {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			encoded := encoding.EncodeToString(append(make([]byte, before), secret...))
			add("in base64", encoded[[]int{0, 2, 3}[before]:len(encoded)-2])
		}
	}
	return found
}

func trimmed(quoted string) string { return quoted[1 : len(quoted)-1] }

// In names the secret that is in a text, and its form; it is empty if there is none.
func In(text []byte) string {
	mu.RLock()
	defer mu.RUnlock()
	for _, secret := range noted {
		for _, one := range secret.forms {
			if bytes.Contains(text, one.text) {
				return one.name
			}
		}
	}
	return ""
}

// InFile is [In] for the content of a file. It looks into an archive, which is what a plan is, but not at the copy of the configuration there,
// unless asked to: Terraform writes a plan's configuration as it is.
func InFile(content []byte, configuration bool) (string, error) {
	if found := In(content); found != "" {
		return found, nil
	}
	if !bytes.HasPrefix(content, []byte("PK\x03\x04")) {
		return "", nil
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return "", nil //nolint:nilerr // it only begins like one
	}
	for _, file := range archive.File {
		if !configuration && strings.HasPrefix(file.Name, "tfconfig/") {
			continue
		}
		opened, err := file.Open()
		if err != nil {
			return "", fmt.Errorf("%s: %w", file.Name, err)
		}
		inside, err := io.ReadAll(opened)
		if err != nil {
			return "", fmt.Errorf("%s: %w", file.Name, err)
		}
		if err := opened.Close(); err != nil {
			return "", fmt.Errorf("%s: %w", file.Name, err)
		}
		if found := In(inside); found != "" {
			return found + ", in " + file.Name, nil
		}
	}
	return "", nil
}
