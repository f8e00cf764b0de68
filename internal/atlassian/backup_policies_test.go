// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// listed is a page with the policies of the IDs.
func listed(total string, ids ...string) answerFunc {
	items := make([]string, len(ids))
	for i, id := range ids {
		items[i] = fmt.Sprintf(`{"policyId":%q}`, id)
	}
	return status(200, `{"policies":[`+strings.Join(items, ",")+`]`+total+`}`)
}

func backupIDs(t *testing.T, answers ...answerFunc) (ids []string, queries []url.Values, err error) {
	t.Helper()
	w := &wire{answers: answers}
	for one, failed := range newClient(t, w).BackupPolicies(t.Context(), "o") {
		if err = failed; err == nil {
			ids = append(ids, one.ID)
		}
	}
	for _, one := range w.sent() {
		sent, failed := url.Parse(one.url)
		require.NoError(t, failed)
		queries = append(queries, sent.Query())
	}
	return ids, queries, err
}

func TestPagesOfBackupPolicies(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers  []answerFunc
		want     []string
		requests int
		err      string
	}{
		"one page":                       {[]answerFunc{listed(`,"totalItems":2`, "a", "b")}, []string{"a", "b"}, 1, ""},
		"none":                           {[]answerFunc{listed(`,"totalItems":0`)}, nil, 1, ""},
		"two pages":                      {[]answerFunc{listed(`,"totalItems":3`, "a", "b"), listed(`,"totalItems":3`, "c")}, []string{"a", "b", "c"}, 2, ""},
		"start counts policies":          {[]answerFunc{listed(`,"totalItems":3`, "a", "b"), listed(`,"totalItems":3`, "b", "c")}, []string{"a", "b", "c"}, 2, ""},
		"not counted, so one page more":  {[]answerFunc{listed("", "a", "b"), listed("")}, []string{"a", "b"}, 2, ""},
		"a count of null":                {[]answerFunc{listed(`,"totalItems":null`, "a"), listed("", "a")}, []string{"a"}, 2, ""},
		"a page that does not end":       {[]answerFunc{listed("", "a")}, []string{"a"}, 2, ""},
		"fewer than counted":             {[]answerFunc{listed(`,"totalItems":3`, "a"), listed(`,"totalItems":3`)}, []string{"a"}, 2, "the answer counts 3 backup policies, and its pages show 1"},
		"a count that is no number":      {[]answerFunc{listed(`,"totalItems":"many"`, "a")}, nil, 1, `"many" is not a number of them`},
		"null for an answer":             {[]answerFunc{status(200, `null`)}, nil, 1, "no list of backup policies"},
		"null for the list":              {[]answerFunc{status(200, `{"policies":null,"totalItems":0}`)}, nil, 1, "no list of backup policies"},
		"no list":                        {[]answerFunc{status(200, `{"totalItems":0}`)}, nil, 1, "no list of backup policies"},
		"another name for the list":      {[]answerFunc{status(200, `{"backupPolicies":[{"policyId":"a"}],"totalItems":1}`)}, []string{"a"}, 1, ""},
		"a bare list":                    {[]answerFunc{status(200, `[{"policyId":"a"}]`), status(200, `[]`)}, []string{"a"}, 2, ""},
		"two lists":                      {[]answerFunc{status(200, `{"a":[],"b":[]}`)}, nil, 1, "no list of backup policies"},
		"a policy without an ID":         {[]answerFunc{status(200, `{"policies":[{"policyId":null}]}`)}, nil, 1, "a backup policy has no ID"},
		"a policy that is none":          {[]answerFunc{status(200, `{"policies":["a"]}`)}, nil, 1, "reading a backup policy"},
		"an unreadable time in the list": {[]answerFunc{status(200, `{"policies":[{"policyId":"a","details":{"backupDetails":{"lastBackupTime":"soon"}}}]}`)}, nil, 1, `the last backup of policy a: "soon" is not a time`},
	} {
		ids, queries, err := backupIDs(t, c.answers...)
		assert.Equal(t, c.want, ids, name)
		require.Len(t, queries, c.requests, name)
		for i, query := range queries {
			assert.Equal(t, url.Values{"start": {strconv.Itoa(i)}, "pageSize": {"100"}, "sortOrder": {"ASC"}}, query, name)
		}
		if c.err == "" {
			require.NoError(t, err, name)
		} else {
			require.ErrorContains(t, err, c.err, name)
		}
	}
}

func backupOf(t *testing.T, body string) (atlassian.BackupPolicy, error) {
	t.Helper()
	return newClient(t, &wire{answers: []answerFunc{status(200, body)}}).BackupPolicy(t.Context(), "o", "p")
}

func TestBackupPolicySaysNothing(t *testing.T) {
	t.Parallel()
	want := atlassian.BackupPolicy{ID: "p"}
	for _, body := range []string{
		`{"policyId":"p"}`,
		`{"policyId":"p","details":null,"cloudInfo":null,"status":null,"includeAttachments":null}`,
		`{"policyId":"p","details":{"backupDetails":null,"scheduleDetails":null}}`,
		`{"policyId":"p","details":{"backupDetails":{"lastBackupTime":null,"totalAvailableBackups":null},"scheduleDetails":{"interval":null}}}`,
		`{"policyId":"p","details":{"backupDetails":{"lastBackupTime":""}}}`,
	} {
		found, err := backupOf(t, body)
		require.NoError(t, err, body)
		assert.Equal(t, want, found, body)
	}
}

func TestTimesAndNumbersOfBackups(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 27, 2, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		`"2026-11-27T02:00:00Z"`: at, `"2026-11-27T02:00:00.250Z"`: at.Add(250 * time.Millisecond), `"2026-11-27T03:00:00+01:00"`: at,
		`"2026-11-27T03:00:00.000+0100"`: at, `"2026-11-27T02:00:00"`: at, `"2026-11-27T02:00:00.25"`: at.Add(250 * time.Millisecond),
		`1795744800`: at, `1795744800000`: at, `"1795744800250"`: at.Add(250 * time.Millisecond),
	} {
		found, err := backupOf(t, `{"policyId":"p","details":{"backupDetails":{"lastBackupTime":`+text+`,"totalAvailableBackups":"3"}}}`)
		require.NoError(t, err, text)
		assert.Equal(t, want, *found.LastBackup, text)
		assert.Equal(t, 3, *found.AvailableBackups)
	}
	for body, want := range map[string]string{
		`{"policyId":"p","details":{"backupDetails":{"lastBackupTime":"soon"}}}`:      `the last backup of policy p: "soon" is not a time`,
		`{"policyId":"p","details":{"backupDetails":{"lastBackupTime":{}}}}`:          "is not a time",
		`{"policyId":"p","details":{"backupDetails":{"lastBackupTime":-1}}}`:          "is not a time",
		`{"policyId":"p","details":{"backupDetails":{"totalAvailableBackups":-1}}}`:   `the available backups of policy p: "-1" is not a number`,
		`{"policyId":"p","details":{"backupDetails":{"totalAvailableBackups":1.5}}}`:  "is not a number",
		`{"policyId":"p","details":{"backupDetails":{"totalAvailableBackups":true}}}`: "is not a number",
		`{"policyId":"p","includeAttachments":"yes"}`:                                 "reading a backup policy",
		`{"policyId":"other"}`: "the answer about backup policy p is about other",
		`{}`:                   "a backup policy has no ID",
		`null`:                 "a backup policy has no ID",
		`[]`:                   "reading a backup policy",
	} {
		_, err := backupOf(t, body)
		require.ErrorContains(t, err, want, body)
	}
}
