// SPDX-License-Identifier: MPL-2.0

package answers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

// ErrUndocumented is the answer to a request that no document describes.
var ErrUndocumented = errors.New("no document describes the operation")

// ErrInvalid is an answer that schema.go made, and its own document does not allow. It is never sent.
var ErrInvalid = errors.New("the answer is not valid")

// Server is a transport that answers out of the documents. Servers with the same seed answer alike. Several goroutines may use it.
type Server struct {
	seed uint64
	// elsewhere answers what no document describes; nil refuses it.
	elsewhere http.RoundTripper
	plausible bool

	mu   sync.Mutex
	said []Said
}

// Said is an answer.
type Said struct {
	// Request is what was asked for, and Body the answer, decoded.
	Request *http.Request
	Body    any
}

// Option changes what a server answers.
type Option func(*Server)

// Plausible lets answers have what the documents do not require, and no client can do without, such as IDs and lists. Many of them have the
// names that they are asked about, as answers of an organization have that knows them.
func Plausible() Option { return func(s *Server) { s.plausible = true } }

// New makes a server. What no document describes is answered by elsewhere, or refused if that is nil.
func New(seed uint64, elsewhere http.RoundTripper, options ...Option) *Server {
	s := &Server{seed: seed, elsewhere: elsewhere}
	for _, option := range options {
		option(s)
	}
	return s
}

// Said are all answers so far, in their order.
func (s *Server) Said() []Said {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.said)
}

// successes are the statuses that a success is documented with, the more usual ones first.
var successes = []int{http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent}

// RoundTrip answers a request.
func (s *Server) RoundTrip(r *http.Request) (*http.Response, error) {
	var asked []byte
	if r.Body != nil {
		var err error
		if asked, err = io.ReadAll(r.Body); err != nil {
			return nil, fmt.Errorf("reading a request: %w", err)
		}
	}
	request := r.Clone(r.Context())
	request.Body, request.RequestURI = io.NopCloser(bytes.NewReader(asked)), r.URL.RequestURI()
	for _, status := range successes {
		schema, documented, err := contract.AnswerSchema(request, status)
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s %s: %w", r.Method, r.URL.Path, err)
		case !documented:
			continue
		case schema == nil:
			return s.send(request, status, nil)
		}
		value := valuesOf(schema, s.plausible, s.echoed(request, asked)).Example(s.seedOf(request, asked))
		if isFurther(request, asked) {
			value = last(value)
		}
		return s.send(request, status, value)
	}
	if s.elsewhere == nil {
		return nil, fmt.Errorf("%w: %s %s", ErrUndocumented, r.Method, r.URL.Path)
	}
	answer, err := s.elsewhere.RoundTrip(request)
	if err != nil {
		return nil, fmt.Errorf("answering what no document describes: %w", err)
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("reading an answer: %w", err)
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	s.remember(request, body)
	return answer, nil
}

func (s *Server) send(r *http.Request, status int, value any) (*http.Response, error) {
	header := http.Header{}
	var body []byte
	if value != nil {
		header.Set("Content-Type", "application/json")
		var err error
		if body, err = json.Marshal(value); err != nil {
			return nil, fmt.Errorf("writing an answer: %w", err)
		}
	}
	violations, err := contract.AnswerViolations(r, status, header, body)
	if err != nil {
		return nil, fmt.Errorf("checking an answer: %w", err)
	}
	if len(violations) > 0 { // what is sent is what the document allows, or nothing
		return nil, fmt.Errorf("%w: %s %s: %s: %s", ErrInvalid, r.Method, r.URL.Path, strings.Join(violations, "; "), body)
	}
	s.remember(r, body)
	return &http.Response{StatusCode: status, Header: header, Body: io.NopCloser(bytes.NewReader(body)), Request: r}, nil
}

func (s *Server) remember(r *http.Request, body []byte) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber() // so that large numbers come out as they went in
	var said any
	_ = decoder.Decode(&said) // no body is nil
	s.mu.Lock()
	defer s.mu.Unlock()
	s.said = append(s.said, Said{Request: r, Body: said})
}

// echoed are the texts that a request names.
func (s *Server) echoed(r *http.Request, asked []byte) (named []string) {
	if !s.plausible {
		return nil
	}
	for part := range strings.SplitSeq(r.URL.Path, "/") {
		if len(part) > 8 && strings.ContainsAny(part, "-:") {
			named = append(named, part)
		}
	}
	var body any
	_ = json.Unmarshal(asked, &body) // what is no JSON names nothing
	var walk func(value any)
	walk = func(value any) {
		switch value := value.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(value)) {
				if name != "expand" { // which names fields
					walk(value[name])
				}
			}
		case []any:
			for _, one := range value {
				walk(one)
			}
		case string:
			named = append(named, value)
		}
	}
	walk(body)
	return named
}

// seedOf is the same for the same request.
func (s *Server) seedOf(r *http.Request, asked []byte) int {
	hash := fnv.New64a()
	_, _ = fmt.Fprintf(hash, "%d %s %s %s", s.seed, r.Method, r.URL.RequestURI(), asked) // it never fails
	return int(hash.Sum64() >> 1)
}

// isFurther reports whether a request is for a further page.
func isFurther(r *http.Request, asked []byte) bool {
	var body struct {
		Cursor string `json:"cursor"`
	}
	_ = json.Unmarshal(asked, &body) // what is no object has no cursor
	return body.Cursor != "" || r.URL.Query().Get("cursor") != ""
}

// last makes the last page of a page, because random pages never end.
func last(page any) any {
	if object, ok := page.(map[string]any); ok {
		for _, name := range []string{"links", "meta"} {
			if of, ok := object[name].(map[string]any); ok {
				delete(of, "next")
			}
		}
	}
	return page
}
