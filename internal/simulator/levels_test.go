// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// level creates a level, and returns its ID.
func (b *bench) level(name string) string {
	b.t.Helper()

	made := b.do("POST", levels, object{"name": name})
	require.Equal(b.t, http.StatusAccepted, made.status, made.raw)
	assert.Equal(b.t, "DRAFT", made.at("status"))
	id, _ := made.at("levelId").(string)

	return id
}

// statuses are those of all levels, by name.
func (b *bench) statuses() map[string]any {
	b.t.Helper()

	all := map[string]any{}
	for _, level := range b.ok("GET", levels, nil).at("levels").([]any) {
		all[level.(object)["name"].(string)] = level.(object)["status"]
	}

	return all
}

func TestLifeOfAClassificationLevel(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	id := b.level("Secret")
	accepted := func(method, path string, body any) {
		t.Helper()

		reply := b.do(method, levels+path, body)
		assert.Equal(t, http.StatusAccepted, reply.status, reply.raw)
		assert.Empty(t, reply.raw)
	}

	accepted("POST", "/publish", object{"levelIds": []string{id}})
	accepted("POST", "/publish", object{"levelIds": []string{id}})
	assert.Equal(t, map[string]any{"Secret": "PUBLISHED"}, b.statuses())

	accepted("PUT", "/"+url.PathEscape(id), object{"name": "Top secret", "definition": "D", "guideline": "G", "color": "BLUE"})
	level := b.ok("GET", levels+"/"+url.PathEscape(id), nil)
	assert.Equal(t, []any{"Top secret", "D", "G", "BLUE", "PUBLISHED"}, []any{level.at("name"), level.at("definition"), level.at("guideline"), level.at("color"), level.at("status")})

	b.SetLevelEditsUnpublish(true)
	accepted("PUT", "/"+url.PathEscape(id), object{"name": "Secret"})
	assert.Equal(t, map[string]any{"Secret": "DRAFT"}, b.statuses())

	accepted("POST", "/archive", object{"levelId": id})
	assert.Equal(t, map[string]any{"Secret": "ARCHIVED"}, b.statuses())
	accepted("POST", "/restore", object{"levelId": id})
	assert.Equal(t, map[string]any{"Secret": "DRAFT"}, b.statuses())

	other := b.level("Public")
	accepted("POST", "/reorder", object{"levelIds": []string{other, id}})
	assert.Equal(t, other, b.ok("GET", levels, nil).at("levels", 0, "levelId"))
	assert.InDelta(t, 1, b.ok("GET", levels, nil).at("levels", 0, "sensitivity"), 0)
}

func TestChangesOfLevelsThatAreRefused(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	id, archived := b.level("Secret"), b.level("Old")
	b.do("POST", levels+"/archive", object{"levelId": archived})

	for _, refused := range []struct {
		method, path string
		body         any
	}{
		{"POST", "", object{"name": "secret"}},
		{"POST", "", object{"name": "Old"}},
		{"POST", "", object{"name": " "}},
		{"POST", "", object{"name": "New", "color": "#ff0000"}},
		{"PUT", "/" + url.PathEscape(id), object{"name": "OLD"}},
		{"PUT", "/" + url.PathEscape(archived), object{"name": "Older"}},
		{"PUT", "/x", object{"name": "New"}},
		{"POST", "/publish", object{"levelIds": []string{id, archived}}},
		{"POST", "/archive", object{"levelId": archived}},
		{"POST", "/restore", object{"levelId": id}},
		{"POST", "/reorder", object{"levelIds": []string{archived, id}}},
	} {
		assert.Equal(t, http.StatusBadRequest, b.do(refused.method, levels+refused.path, refused.body).status, refused)
	}

	b.level("Public")
	assert.Equal(t, http.StatusBadRequest, b.do("POST", levels+"/reorder", object{"levelIds": []string{id}}).status, "a level is missing")
	assert.Equal(t, map[string]any{"Secret": "DRAFT", "Old": "ARCHIVED", "Public": "DRAFT"}, b.statuses())

	b.SetGuardPremium(false)

	for _, path := range []string{"/publish", "/reorder"} {
		assert.Equal(t, http.StatusPaymentRequired, b.do("POST", levels+path, object{"levelIds": []string{id}}).status)
	}
}

func TestChangesOfLevelsThatBreakTheRules(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})
	for _, broken := range []struct {
		path string
		body any
	}{
		{"", object{"definition": "D"}},
		{"", object{"name": "New", "sensitivity": 1}},
		{"/publish", object{"levelId": "x"}},
		{"/publish", object{"levelIds": []string{}}},
		{"/archive", object{"levelIds": []string{"x"}}},
		{"/reorder", object{"levelIds": []string{"x", "x"}}},
	} {
		before := len(b.Violations())
		assert.Equal(t, http.StatusBadRequest, b.do("POST", levels+broken.path, broken.body).status, broken)
		assert.Greater(t, len(b.Violations()), before, broken)
	}
}

func TestChangesOfLevelsTakeTheirTime(t *testing.T) {
	t.Parallel()

	now := time.Unix(1_800_000_000, 0)
	b := start(t, simulator.Options{Lag: time.Minute, Now: func() time.Time { return now }})
	id := b.level("Secret")
	assert.Empty(t, b.statuses())

	now = now.Add(time.Minute)
	assert.Equal(t, map[string]any{"Secret": "DRAFT"}, b.statuses())
	b.do("POST", levels+"/publish", object{"levelIds": []string{id}})
	assert.Equal(t, map[string]any{"Secret": "DRAFT"}, b.statuses())

	now = now.Add(time.Minute)
	assert.Equal(t, map[string]any{"Secret": "PUBLISHED"}, b.statuses())
	b.do("POST", levels+"/archive", object{"levelId": id})
	require.NoError(t, b.PutClassificationLevel(simulator.ClassificationLevel{ID: id, Name: "Secret", Status: "DRAFT"}))
	assert.Equal(t, map[string]any{"Secret": "DRAFT"}, b.statuses(), "what a person changes shows at once")
}

func TestAPersonOrdersTheLevels(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: withSettings()})
	require.NoError(t, b.MoveClassificationLevel("Public", 1))
	assert.Equal(t, "Public", b.ok("GET", levels, nil).at("levels", 0, "name"))
	require.Error(t, b.MoveClassificationLevel("Public", 3))
	require.ErrorIs(t, b.MoveClassificationLevel("None", 1), simulator.ErrNotFound)
	require.NoError(t, b.RemoveClassificationLevel("Public"))
	assert.Equal(t, map[string]any{"Secret": "PUBLISHED"}, b.statuses())
	require.ErrorIs(t, b.RemoveClassificationLevel("Public"), simulator.ErrNotFound)
}
