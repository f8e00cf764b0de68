// SPDX-License-Identifier: MPL-2.0

// Package world is an Atlassian organization in memory: what it holds, the rules
// that it keeps to, what takes its time, its audit log, the states it can start
// with, and what a person does in its console. It knows no HTTP.
//
// [World.Do] is the only door to the [State]. It first makes happen what is
// due.
//
// A subject, such as domains, is a part of the State: it seeds the start state,
// settles what is due, and describes the present state. A new subject is a file
// with its part, its fields and its deeds. It adds one line to [State] and one
// to the list of parts, and edits no other subject.
package world

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
)

// World is an organization in memory. It is safe for concurrent use.
type World struct {
	now   func() time.Time
	mu    sync.Mutex
	state *State
}

// New starts an organization. The lag is how long searches, counts and role
// assignments lag behind the truth, and how long tasks take.
func New(org Organization, lag time.Duration, now func() time.Time) (*World, error) {
	start, err := newState(org, lag)
	if err != nil {
		return nil, fmt.Errorf("cannot build the organization: %w", err)
	}

	return &World{now: now, state: start}, nil
}

// enter is the only function that takes the lock. It first makes happen what is
// due by now, so that a move by a task that is due comes before any change in
// the console.
func (w *World) enter() (now time.Time, leave func()) {
	w.mu.Lock()

	now = w.now()
	w.state.settle(now)

	return now, w.mu.Unlock
}

// Do runs work while nothing else can read or change the organization. What is
// due has happened before. The work must not keep the state.
func (w *World) Do(work func(now time.Time, s *State)) {
	now, leave := w.enter()
	defer leave()

	work(now, w.state)
}

// ErrNotFound is returned if there is no such object to change.
var ErrNotFound = errors.New("not found")

// Organization is the present state with all identifiers, in the format of
// [Load]. It is the truth, not what the searches show.
func (w *World) Organization() Organization {
	_, leave := w.enter()
	defer leave()

	return w.state.describe()
}

// oneOf returns an error unless the value is one of those that are allowed.
func oneOf(name, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}

	return fmt.Errorf("%s: %q is none of %s", name, value, strings.Join(slices.DeleteFunc(slices.Clone(allowed), func(s string) bool { return s == "" }), ", "))
}

// Derive makes a UUID of some parts. The same parts always give the same UUID.
func Derive(parts ...string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("simulator:"+strings.Join(parts, "\x00"))).String()
}

// IsUUID reports whether a text is a UUID in its usual form.
func IsUUID(text string) bool {
	return len(text) == 36 && uuid.Validate(text) == nil
}

func organizationARI(organizationID string) string {
	return "ari:cloud:platform::org/" + organizationID
}

// ResourceOwner is the owner within an Atlassian Resource Identifier:
// "confluence" of "ari:cloud:confluence::site/1".
func ResourceOwner(ari string) (string, error) {
	parts := strings.SplitN(ari, ":", 5)
	if len(parts) != 5 || parts[0] != "ari" || parts[1] != "cloud" || parts[2] == "" {
		return "", fmt.Errorf("%q is not an Atlassian Resource Identifier such as ari:cloud:jira-software::site/<id>", ari)
	}

	kind, id, found := strings.Cut(parts[4], "/")
	if !found || kind == "" || id == "" {
		return "", fmt.Errorf("%q lacks the type and the ID of the resource, as in ari:cloud:jira-software::site/<id>", ari)
	}

	return parts[2], nil
}
