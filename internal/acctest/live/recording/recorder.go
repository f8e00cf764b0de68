// SPDX-License-Identifier: MPL-2.0

package recording

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
	"sync"
)

// Recorder is a transport that writes each exchange to a folder, redacted. Several goroutines may use it. A nil Recorder is none.
type Recorder struct {
	// Next sends the requests.
	Next http.RoundTripper
	// Folder is where the fixtures go. It must exist.
	Folder string
	// Secrets are texts that must be in no fixture. A fixture that has one is not written, and [Recorder.Err] says so.
	Secrets []string

	pseudonyms Pseudonyms
	mu         sync.Mutex
	count      int
	failures   []error
}

// Begin makes a recorder with a new folder, which must not exist or be empty: two recordings have different pseudonyms for the same thing.
func Begin(folder string, next http.RoundTripper, secrets ...string) (*Recorder, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	there, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	if len(there) > 0 {
		return nil, fmt.Errorf("the folder %q is not empty: a recording begins in an empty one", folder)
	}
	return &Recorder{Next: next, Folder: folder, Secrets: secrets}, nil
}

// Err says what could not be written.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(r.failures...)
}

// Count is how many fixtures were written.
func (r *Recorder) Count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.count
}

// RoundTrip sends a request, and writes the exchange before it returns the answer, which it does not change.
func (r *Recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	asked, err := drain(&request.Body)
	if err != nil {
		return nil, err
	}
	answer, err := r.Next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	answered, err := drain(&answer.Body)
	if err != nil {
		return nil, err
	}
	if err := r.write(r.fixture(request, asked, answer, answered)); err != nil {
		r.mu.Lock()
		r.failures = append(r.failures, err)
		r.mu.Unlock()
	}
	return answer, nil
}

// drain reads a body to its end, and puts it back.
func drain(body *io.ReadCloser) ([]byte, error) {
	if *body == nil || *body == http.NoBody {
		return nil, nil
	}
	text, err := io.ReadAll(*body)
	if err := errors.Join(err, (*body).Close()); err != nil {
		return nil, fmt.Errorf("reading a body: %w", err)
	}
	*body = io.NopCloser(bytes.NewReader(text))
	return text, nil
}

func (r *Recorder) fixture(request *http.Request, asked []byte, answer *http.Response, answered []byte) Fixture {
	operation, _ := OperationOf(request, asked)
	p := &r.pseudonyms
	one := Fixture{
		Operation: operation.ID, Method: request.Method, Path: p.Path(request.URL.EscapedPath()), Query: p.queryValues(request.URL.Query()),
		Status: answer.StatusCode, Header: p.headers(answer.Header),
	}
	switch scheme, _, _ := strings.Cut(request.Header.Get("Authorization"), " "); scheme {
	case "Bearer", "Basic":
		one.Credential = scheme
	}
	if body, ok := decode(asked); ok {
		if object, is := body.(map[string]any); is && operation.Field != "" {
			object["query"] = "" // the client's own text, which is in its source
		}
		one.Asked = p.Value(operation.ID, "", body)
	}
	one.Form, one.Body = p.answer(operation.ID, answer.Header, answered)
	return one
}

// answer is the form of an answer, and its body if that is JSON.
func (p *Pseudonyms) answer(operation string, header http.Header, answered []byte) (form string, body any) {
	if len(answered) == 0 {
		return "empty", nil
	}
	if decoded, ok := decode(answered); ok {
		return "JSON", p.Value(operation, "", decoded)
	}
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil || !mediaType.MatchString(media) {
		return "unknown", nil
	}
	return media, nil
}

// decode keeps numbers as they are written. A second value behind the first is no JSON.
func decode(text []byte) (value any, ok bool) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil || decoder.More() {
		return nil, false
	}
	return value, true
}

// write writes a fixture, unless it has what no fixture may have.
func (r *Recorder) write(one Fixture) error {
	for name, part := range map[string]any{"the request": one.Asked, "the answer": one.Body} {
		if path, stray := r.pseudonyms.Stray(one.Operation, "", name, part); stray {
			return fmt.Errorf("%s, status %d: %s has a text that was not redacted: no fixture was written", one.Name(), one.Status, path)
		}
	}
	text, err := json.Marshal(one)
	if err != nil {
		return err
	}
	for _, secret := range r.Secrets {
		if secret != "" && bytes.Contains(text, []byte(secret)) {
			return fmt.Errorf("%s, status %d: a credential, or who it is of, was not redacted: no fixture was written", one.Operation, one.Status)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := one.save(r.Folder, r.count+1); err != nil {
		return err
	}
	r.count++
	return nil
}
