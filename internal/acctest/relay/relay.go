// SPDX-License-Identifier: MPL-2.0

package relay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Exchange is a request, and how it was answered.
type Exchange struct {
	// Operation is the ID of the operation, as the client's table has it.
	Operation string
	// Form tells requests of one operation apart: what they name, and what they ask by.
	Form string
	// Status and Body are of the answer; the body is nil where it is no JSON.
	Status int
	Body   any

	request *http.Request
	asked   []byte
}

// Relay carries requests out by asking a handler, and changes the answers. Several goroutines may use it.
type Relay struct {
	next http.Handler

	mu       sync.Mutex
	mutation *Mutation
	times    int
	seen     []Exchange
	watching bool
}

// New makes a relay that changes nothing yet.
func New(next http.Handler) *Relay { return &Relay{next: next} }

// Record remembers the exchanges until the returned function is called.
func (r *Relay) Record() (stop func() []Exchange) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen, r.watching = nil, true
	return func() []Exchange {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.watching = false
		return r.seen
	}
}

// Mutate changes every answer that a mutation is for, until the returned function is called, which tells how many there were.
func (r *Relay) Mutate(m Mutation) (stop func() (times int)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mutation, r.times = &m, 0
	return func() int {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.mutation = nil
		return r.times
	}
}

// RoundTrip asks the handler, and changes what it answers.
func (r *Relay) RoundTrip(request *http.Request) (*http.Response, error) {
	var asked []byte
	if request.Body != nil {
		var err error
		if asked, err = io.ReadAll(request.Body); err != nil {
			return nil, fmt.Errorf("reading a request: %w", err)
		}
		if err := request.Body.Close(); err != nil {
			return nil, fmt.Errorf("closing a request: %w", err)
		}
	}
	served := request.Clone(request.Context())
	served.Body, served.RequestURI = io.NopCloser(bytes.NewReader(asked)), request.URL.RequestURI()
	recorder := httptest.NewRecorder()
	r.next.ServeHTTP(recorder, served)
	answer := recorder.Result()

	one := Exchange{Status: answer.StatusCode, request: served, asked: asked}
	one.Operation, one.Form = recognized(served, asked)
	answered := recorder.Body.Bytes()
	decoder := json.NewDecoder(bytes.NewReader(answered))
	decoder.UseNumber() // so that large numbers come out as they went in
	if decoder.Decode(&one.Body) != nil {
		one.Body = nil
	}
	changed := r.pass(one, answer, answered)
	answer.Body, answer.ContentLength, answer.Request = io.NopCloser(bytes.NewReader(changed)), int64(len(changed)), request
	answer.Header.Del("Content-Length")
	return answer, nil
}

// pass remembers an exchange, and is the body that the client gets.
func (r *Relay) pass(one Exchange, answer *http.Response, answered []byte) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.watching {
		r.seen = append(r.seen, one)
	}
	m := r.mutation
	if m == nil || !m.isFor(one) || (m.first && r.times > 0) {
		return answered
	}
	if m.status != 0 {
		r.times++
		answer.StatusCode, answer.Status = m.status, fmt.Sprintf("%d %s", m.status, http.StatusText(m.status))
		return nil
	}
	edited, _, times := edit(one.Body, m.at, m.change)
	if times == 0 {
		return answered
	}
	changed, err := json.Marshal(edited)
	if err != nil {
		return answered
	}
	r.times += times
	return changed
}

// operations is the client's table, which every request is looked up in.
var operations = sync.OnceValue(atlassian.Operations)

// recognized finds the operation of a request in the client's table, and the request's form.
func recognized(r *http.Request, asked []byte) (operation, form string) {
	var body map[string]any
	_ = json.Unmarshal(asked, &body) // what is no object asks by nothing
	query, _ := body["query"].(string)
	for _, one := range operations() {
		if one.Method != r.Method {
			continue
		}
		named, fits := match(one.Path, r.URL.Path)
		if !fits || !strings.Contains(query, one.Field[strings.LastIndex(one.Field, ".")+1:]) {
			continue
		}
		if one.Field != "" {
			body = asObject(body["variables"])
		}
		return one.ID, strings.Join(append(named, askedBy(r, body)...), " ")
	}
	return r.Method + " " + r.URL.Path, ""
}

// match compares a path with its template, and is what the path names beside organization and directory.
func match(template, actual string) (named []string, fits bool) {
	want, have := strings.Split(template, "/"), strings.Split(actual, "/")
	if len(want) != len(have) {
		return nil, false
	}
	for i, segment := range want {
		switch {
		case segment == "{orgId}", segment == "{directoryId}":
		case strings.HasPrefix(segment, "{"):
			named = append(named, have[i])
		case segment != have[i]:
			return nil, false
		}
	}
	return named, true
}

// askedBy are the names of what a request asks by, with the values of those that are few.
func askedBy(r *http.Request, body map[string]any) []string {
	var names []string
	for name := range body {
		names = append(names, name)
	}
	for name, values := range r.URL.Query() {
		if name == "action" {
			name += "=" + strings.Join(values, ",")
		}
		names = append(names, name)
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		return slices.Contains([]string{"limit", "first", "installations", "from"}, name)
	})
	slices.Sort(names)
	return names
}
