// SPDX-License-Identifier: MPL-2.0

package levels

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

func at(place int, id, status string) Level {
	return Level{ID: id, Name: strings.ToUpper(id), Sensitivity: &place, Status: status}
}

func TestInOrder(t *testing.T) {
	t.Parallel()
	unsaid := Level{ID: "x", Status: "PUBLISHED"}
	for name, test := range map[string]struct {
		levels []Level
		want   []string
		err    string
	}{
		"none":                    {nil, []string{}, ""},
		"in another order":        {[]Level{at(3, "c", "DRAFT"), at(1, "a", "PUBLISHED"), at(2, "b", "Published")}, []string{"a", "b", "c"}, ""},
		"archived ones":           {[]Level{at(1, "a", "archived"), at(1, "b", "DRAFT")}, []string{"b"}, ""},
		"an archived one, unsaid": {[]Level{{ID: "x", Status: "ARCHIVED"}, at(1, "b", "DRAFT")}, []string{"b"}, ""},
		"a status that is new":    {[]Level{at(2, "a", "REVIEW"), at(1, "b", "DRAFT")}, nil, `Atlassian does not say whether classification level "A" is archived (its status is REVIEW, which is not known), so the order of the levels is not known`},
		"a status that is unsaid": {[]Level{at(1, "b", "")}, nil, `Atlassian does not say whether classification level "B" is archived (its status is missing), so the order of the levels is not known`},
		"a place that is unsaid":  {[]Level{at(1, "a", "DRAFT"), unsaid}, nil, "Atlassian does not say how sensitive classification level x is, so the order of the levels is not known"},
		"a place that is taken":   {[]Level{at(1, "a", "DRAFT"), at(1, "b", "DRAFT")}, nil, `Atlassian gives the classification levels "A" and "B" the same sensitivity, 1, so the order of the levels is not known`},
	} {
		found, err := inOrder(test.levels)
		if test.err != "" {
			require.EqualError(t, err, test.err, name)
			continue
		}
		require.NoError(t, err, name)
		assert.Equal(t, test.want, IDs(found), name)
	}
}

func TestDistinct(t *testing.T) {
	t.Parallel()
	same, err := distinct([]Level{at(1, "a", "DRAFT"), at(2, "b", "DRAFT"), at(1, "a", "DRAFT")})
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, IDs(same))
	_, err = distinct([]Level{at(1, "a", "DRAFT"), at(2, "a", "DRAFT")})
	require.ErrorContains(t, err, "twice, and says different things of it")
}

// If Atlassian counts sensitivity the other way round, an order that was written reads backwards. That is an error, and no success.
func TestAnOrderThatReadsBackwards(t *testing.T) {
	t.Parallel()
	order := []string{"b", "a", "c"}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			var body struct {
				LevelIDs []string `json:"levelIds"`
			}
			assert.NoError(t, json.NewDecoder(r.Body).Decode(&body))
			order = body.LevelIDs
			w.WriteHeader(http.StatusAccepted)
			return
		}
		var levels []map[string]any
		for i, id := range order {
			levels = append(levels, map[string]any{"levelId": id, "name": id, "status": "PUBLISHED", "sensitivity": len(order) - i})
		}
		assert.NoError(t, json.NewEncoder(w).Encode(map[string]any{"levels": levels}))
	}))
	t.Cleanup(server.Close)
	client, err := atlassian.New(atlassian.Config{BaseURL: server.URL, APIKey: "k", UserAgent: "test"})
	require.NoError(t, err)
	l := New(Setup{Client: client, OrganizationID: "o", Waits: reading.Waits{Min: time.Millisecond, Max: time.Millisecond}})
	_, err = l.Reorder(context.Background(), []string{"a", "b", "c"})
	require.ErrorContains(t, err, "exactly the opposite order")
}

func TestAStatusThatIsNotKnown(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]string{
		"":       "Atlassian does not say whether classification level a is published, so nothing was changed",
		"REVIEW": "classification level a has the status REVIEW, which is not known, so nothing was changed",
	} {
		require.EqualError(t, refused(at(1, "a", status), Wanted{Published: true}), want)
	}
	require.NoError(t, refused(at(1, "a", "Published"), Wanted{Published: true}))
}
