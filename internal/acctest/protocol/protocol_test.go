// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
)

func start(t *testing.T, options ...protocol.Option) (*protocol.Server, *library) {
	t.Helper()
	l := newLibrary()
	s := protocol.New(t, l, options...)
	require.NoError(t, s.Configure(map[string]any{"name": "public"}).Err())
	return s, l
}

func TestConfigure(t *testing.T) {
	t.Parallel()
	s := protocol.New(t, newLibrary())
	diagnostics := s.Configure(map[string]any{"name": "closed"})
	assert.Equal(t, []string{`Library is closed: Come back tomorrow. (at AttributeName("name"))`}, diagnostics.Errors())
	assert.Equal(t, []string{"Silence: Please be quiet."}, diagnostics.Warnings())
	assert.EqualError(t, diagnostics.Err(), diagnostics.Errors()[0])
}

func TestLife(t *testing.T) {
	t.Parallel()
	s, _ := start(t)

	assert.Equal(t, []string{`No title: A book has one. (at AttributeName("title"))`},
		s.ValidateResourceConfig("library_book", map[string]any{"title": ""}).Errors())

	config := map[string]any{
		"title": "Emma", "pin": "1234", "lending": map[string]any{"days": 14},
		"chapters": []map[string]any{{"name": "One"}, {"name": "Two"}},
	}
	plan := s.PlanCreate("library_book", config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Create, plan.Action)
	assert.Equal(t, map[string]any{
		"id": protocol.Unknown, "title": "Emma", "note": nil, "copies": int64(1), "shelf": protocol.Unknown, "pin": nil,
		"lending": map[string]any{"days": int64(14)},
		"chapters": []any{
			map[string]any{"name": "One", "slug": protocol.Unknown},
			map[string]any{"name": "Two", "slug": protocol.Unknown},
		},
	}, plan.Planned)

	state, diagnostics := s.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "b1", state.Values["id"])
	assert.Equal(t, "shelf E", state.Values["shelf"])
	assert.Equal(t, "two", state.Values["chapters"].([]any)[1].(map[string]any)["slug"])
	assert.Nil(t, state.Values["pin"], "write-only")
	assert.Equal(t, map[string]any{"id": "b1"}, state.Identity)

	state, diagnostics = s.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	unchanged := s.PlanUpdate(state, config)
	assert.Equal(t, protocol.NoOp, unchanged.Action)
	assert.Equal(t, map[string]any{"id": "b1"}, unchanged.Identity)

	config["note"] = "a gift"
	plan = s.PlanUpdate(state, config)
	assert.Equal(t, protocol.Update, plan.Action)
	assert.Empty(t, plan.RequiresReplace)
	assert.Equal(t, "b1", plan.Planned["id"], "kept by its plan modifier")
	assert.Equal(t, protocol.Unknown, plan.Planned["shelf"], "computed, without a plan modifier")
	assert.Equal(t, "one", plan.Planned["chapters"].([]any)[0].(map[string]any)["slug"], "kept, element by element")
	state, diagnostics = s.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "a gift", state.Values["note"])

	config["title"] = "Persuasion"
	plan = s.PlanUpdate(state, config)
	assert.Equal(t, protocol.Replace, plan.Action)
	assert.Equal(t, []string{`AttributeName("title")`}, plan.RequiresReplace)
	state, diagnostics = s.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "b2", state.Values["id"], "another object")
	assert.Equal(t, []string{"Gone: b1"}, diagnostics.Warnings())

	plan = s.PlanDelete(state)
	assert.Equal(t, protocol.Delete, plan.Action)
	left, diagnostics := s.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, left)
	gone, diagnostics := s.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, gone)
}

func TestUnknownConfiguration(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	plan := s.PlanCreate("library_book", map[string]any{"title": protocol.Unknown, "note": "n"})
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Unknown, plan.Planned["title"])

	state, diagnostics := s.ApplyKnown(plan, map[string]any{"title": "Emma", "note": "n"})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "Emma", state.Values["title"])

	_, diagnostics = s.ApplyKnown(plan, map[string]any{"title": "Emma", "note": "another"})
	require.ErrorContains(t, diagnostics.Err(), "note was planned as n, but became another")
}

func TestConverge(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	state := s.Converge(t, "library_book", map[string]any{"title": "Emma"})
	state = s.ConvergeFrom(t, state, map[string]any{"title": "Emma", "copies": 2})
	assert.Equal(t, int64(2), state.Values["copies"])
}

// verdict is a test that only notes that it failed, and stops there.
type verdict struct {
	testing.TB

	failures []string
}

type stopped struct{}

func (v *verdict) Helper() {}
func (v *verdict) Errorf(format string, args ...any) {
	v.failures = append(v.failures, fmt.Sprintf(format, args...))
}

func (v *verdict) Fatalf(format string, args ...any) {
	v.Errorf(format, args...)
	panic(stopped{})
}
func (v *verdict) Fatal(args ...any) { v.Fatalf("%s", fmt.Sprint(args...)) }

// failing returns what f fails its test with.
func failing(t *testing.T, f func(t testing.TB)) []string {
	t.Helper()
	v := &verdict{TB: t}
	func() {
		defer func() {
			if stop := recover(); stop != nil {
				assert.Equal(t, stopped{}, stop)
			}
		}()
		f(v)
	}()
	return v.failures
}

// Each of these providers has a bug that Terraform would report.
func TestBugsOfProvidersAreSeen(t *testing.T) {
	t.Parallel()
	for quirk, want := range map[string]string{
		"other note":    "inconsistent result after apply: library_book.note was planned as <nil>, but became other",
		"unknown shelf": "unknown",
		"unstable":      "a refresh changes what apply returned",
		"lost at once":  "gone right after apply",
		"half made":     "Printer jam",
	} {
		t.Run(quirk, func(t *testing.T) {
			t.Parallel()
			s, l := start(t)
			l.quirk = quirk
			failures := failing(t, func(t testing.TB) { s.Converge(t, "library_book", map[string]any{"title": "Emma"}) }) //nolint:thelper // not a helper
			require.Len(t, failures, 1)
			assert.Contains(t, failures[0], want)
		})
	}
}

func TestStateIsKeptBesideAnError(t *testing.T) {
	t.Parallel()
	s, l := start(t)
	l.quirk = "half made"
	state, diagnostics := s.ApplyResource(s.PlanCreate("library_book", map[string]any{"title": "Emma"}))
	require.ErrorContains(t, diagnostics.Err(), "Printer jam")
	require.NotNil(t, state)
	assert.Equal(t, "b1", state.Values["id"])
}

func TestImport(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	state := s.Converge(t, "library_book", map[string]any{"title": "Emma"})

	byID, diagnostics := s.ImportByID("library_book", "b1")
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, state.Values, byID.Values)
	assert.Equal(t, state.Identity, byID.Identity)

	byIdentity, diagnostics := s.ImportByIdentity("library_book", map[string]any{"id": "b1"})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, byID.Values, byIdentity.Values)

	_, diagnostics = s.ImportByID("library_book", "b7")
	require.ErrorContains(t, diagnostics.Err(), "Cannot import non-existent remote object")
	_, diagnostics = s.ImportByID("library_book", "nonsense")
	require.ErrorContains(t, diagnostics.Err(), "That is no ID")
}

func TestWithoutIdentity(t *testing.T) {
	t.Parallel()
	s, l := start(t, protocol.WithoutIdentity())
	state := s.Converge(t, "library_book", map[string]any{"title": "Emma"})
	assert.Nil(t, state.Identity)
	left, diagnostics := s.ApplyResource(s.PlanDelete(state))
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, left)
	gone, diagnostics := s.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, gone)

	// The bug that only an old Terraform brings to light.
	l.quirk = "forgets who vanished"
	_, diagnostics = s.ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "Missing Resource Identity After Read")
}

func TestList(t *testing.T) {
	t.Parallel()
	s, l := start(t)
	for _, title := range []string{"Emma", "Evelina", "Persuasion"} {
		s.Converge(t, "library_book", map[string]any{"title": title})
	}
	listed, diagnostics := s.ListResource("library_book", map[string]any{"title_prefix": "E"}, protocol.ListOptions{})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []protocol.Listed{
		{DisplayName: "Emma", Identity: map[string]any{"id": "b1"}},
		{DisplayName: "Evelina", Identity: map[string]any{"id": "b2"}},
	}, listed)

	listed, diagnostics = s.ListResource("library_book", nil, protocol.ListOptions{Limit: 1, IncludeResource: true})
	require.NoError(t, diagnostics.Err())
	require.Len(t, listed, 1)
	assert.Equal(t, "Emma", listed[0].Resource["title"])

	l.quirk = "broken list"
	listed, diagnostics = s.ListResource("library_book", nil, protocol.ListOptions{})
	require.ErrorContains(t, diagnostics.Err(), "The rest burned.")
	assert.Len(t, listed, 3)
}

func TestDataSource(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	values, diagnostics := s.ReadDataSource("library_count", map[string]any{"prefix": "E"})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, map[string]any{"prefix": "E", "books": int64(0), "share": 0.5}, values)
	_, diagnostics = s.ReadDataSource("library_count", map[string]any{"prefix": "?"})
	require.ErrorContains(t, diagnostics.Err(), "No such prefix")
}

func TestFunction(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	value, err := s.CallFunction("join", "-", "a", "b")
	require.NoError(t, err)
	assert.Equal(t, "a-b", value)
	_, err = s.CallFunction("join", "")
	require.EqualError(t, err, "argument 0: no separator")
}

func TestAction(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	state := s.Converge(t, "library_book", map[string]any{"title": "Emma"})
	progress, diagnostics := s.InvokeAction("library_burn", map[string]any{"id": state.Values["id"]})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{"lighting a match", "ashes"}, progress)
	_, diagnostics = s.InvokeAction("library_burn", map[string]any{"id": "b1"})
	require.ErrorContains(t, diagnostics.Err(), "No such book")
}

func TestUpgrade(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	state, diagnostics := s.UpgradeResourceState("library_book", 0, `{"id":"b1","title":"Emma"}`)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "Emma", state.Values["title"])
}

// A test that asks for what isn't there is wrong, and is told so by name.
func TestMistakesOfTests(t *testing.T) {
	t.Parallel()
	for want, mistake := range map[string]func(s *protocol.Server){
		`no resource "library_film"`: func(s *protocol.Server) { s.PlanCreate("library_film", map[string]any{}) },
		`the schema has no "titel"`:  func(s *protocol.Server) { s.PlanCreate("library_book", map[string]any{"titel": "Emma"}) },
		"library_book.title: got a":  func(s *protocol.Server) { s.PlanCreate("library_book", map[string]any{"title": 7}) },
		"library_book.chapters[0].name: got a": func(s *protocol.Server) {
			s.PlanCreate("library_book", map[string]any{"chapters": []any{map[string]any{"name": true}}})
		},
		"library_book.note: a struct {} is no": func(s *protocol.Server) { s.PlanCreate("library_book", map[string]any{"note": struct{}{}}) },
		`no list resource "library_film"`:      func(s *protocol.Server) { s.ListResource("library_film", nil, protocol.ListOptions{}) },
		`no data source "library_film"`:        func(s *protocol.Server) { s.ReadDataSource("library_film", nil) },
		`no function "split"`:                  func(s *protocol.Server) { _, _ = s.CallFunction("split") },
		"join takes 1 arguments, not 0":        func(s *protocol.Server) { _, _ = s.CallFunction("join") },
		`no action "library_read"`:             func(s *protocol.Server) { s.InvokeAction("library_read", nil) },
		"holds unknown values": func(s *protocol.Server) {
			s.ApplyResource(s.PlanCreate("library_book", map[string]any{"title": protocol.Unknown}))
		},
		`no resource with an identity "nobody"`: func(s *protocol.Server) { s.ImportByIdentity("nobody", map[string]any{}) },
	} {
		t.Run(want, func(t *testing.T) {
			t.Parallel()
			failures := failing(t, func(tb testing.TB) { mistake(protocol.New(tb, newLibrary())) }) //nolint:thelper // not a helper
			require.Len(t, failures, 1)
			assert.Contains(t, failures[0], want)
		})
	}
}

func TestMoreThanTheLimitIsAFailure(t *testing.T) {
	t.Parallel()
	l := newLibrary()
	l.quirk = "no limit"
	failures := failing(t, func(tb testing.TB) { //nolint:thelper // not a helper
		s := protocol.New(tb, l)
		for _, title := range []string{"Emma", "Evelina"} {
			s.Converge(tb, "library_book", map[string]any{"title": title})
		}
		_, diagnostics := s.ListResource("library_book", nil, protocol.ListOptions{Limit: 1})
		require.NoError(tb, diagnostics.Err())
	})
	require.Len(t, failures, 1)
	assert.Contains(t, failures[0], "more than the 1 results")
}
