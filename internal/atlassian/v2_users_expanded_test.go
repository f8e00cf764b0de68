// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// What an answer does not say is nil, and what it says is empty is not.
func TestAbsentIsNotEmpty(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]atlassian.User{
		`{"accountId":"a"}`: {AccountID: "a"},
		`{"accountId":"a","groups":null,"platformRoles":null,"productAccess":null,"emailVerified":null}`: {AccountID: "a"},
		`{"accountId":"a","groups":[],"platformRoles":[],"productAccess":[],"emailVerified":false}`: {
			AccountID: "a", Groups: []atlassian.UserGroup{}, PlatformRoles: []string{}, ProductAccess: []atlassian.ProductAccess{}, EmailVerified: new(false),
		},
	} {
		w := &wire{answers: []answerFunc{status(200, `{"data":[`+answer+`]}`)}}
		require.Equal(t, want, only(t, newClient(t, w).SearchUsers(t.Context(), "o", "d", atlassian.UserSearch{})), answer)
	}
}

func TestLastActivity(t *testing.T) {
	t.Parallel()
	at := time.Date(2025, 11, 6, 23, 7, 29, 936941226, time.UTC)
	for text, want := range map[string]*time.Time{
		``:                            nil,
		`,"lastActiveTimestamp":null`: nil,
		`,"lastActiveTimestamp":"2025-11-06T23:07:29.936941226Z"`:      &at,
		`,"lastActiveTimestamp":"2025-11-07T00:07:29.936941226+01:00"`: &at,
		`,"lastActiveTimestamp":"2025-11-07T00:07:29.936941226+0100"`:  &at,
	} {
		w := &wire{answers: []answerFunc{status(200, `{"data":[{"accountId":"a","productAccess":[{"id":"r","key":"k"`+text+`}]}]}`)}}
		access := only(t, newClient(t, w).SearchUsers(t.Context(), "o", "d", atlassian.UserSearch{})).ProductAccess
		require.Len(t, access, 1)
		if want == nil {
			require.Nil(t, access[0].LastActive, text)
		} else {
			require.True(t, want.Equal(*access[0].LastActive), text)
		}
	}
	for text, want := range map[string]string{
		`""`:          `the last activity of account a: "" is not a time of the documented form`,
		`"yesterday"`: `"yesterday" is not a time of the documented form`,
		`17`:          "cannot unmarshal number",
		`["2025-11"]`: "cannot unmarshal array",
	} {
		w := &wire{answers: []answerFunc{status(200, `{"data":[{"accountId":"a","productAccess":[{"id":"r","key":"k","lastActiveTimestamp":`+text+`}]}]}`)}}
		require.ErrorContains(t, drain(newClient(t, w).SearchUsers(t.Context(), "o", "d", atlassian.UserSearch{})), want, text)
	}
}
