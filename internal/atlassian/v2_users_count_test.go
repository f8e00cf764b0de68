// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestCountUsersThatMatch(t *testing.T) {
	t.Parallel()
	for directory, filter := range map[string]url.Values{"-": {}, "d": {"directoryIds": {"d"}}} {
		w := &wire{answers: []answerFunc{status(http.StatusOK, `{"count":3}`), status(http.StatusOK, `{"count":null}`)}}
		client := newClient(t, w)
		n, err := client.CountUsers(t.Context(), "o", directory, atlassian.UserSearch{ClaimStatus: "managed", MFAEnabled: new(false), Status: []string{"active", "suspended"}})
		require.NoError(t, err)
		require.Equal(t, 3, n)
		target, err := url.Parse(w.sent()[0].url)
		require.NoError(t, err)
		filter["claimStatus"], filter["mfaEnabled"], filter["status"] = []string{"managed"}, []string{"false"}, []string{"active", "suspended"}
		require.Equal(t, filter, target.Query())
		_, err = client.CountUsers(t.Context(), "o", directory, atlassian.UserSearch{})
		require.ErrorContains(t, err, "it has no count")
	}
}

// The operation has no filter by address, so the client sends none.
func TestCountUsersSendsAllItCan(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(http.StatusOK, `{"count":3}`)}}
	_, err := newClient(t, w).CountUsers(t.Context(), "o", "-", atlassian.UserSearch{
		AccountIDs: []string{"a", "b"}, GroupIDs: []string{"g"}, RoleIDs: []string{"x"}, EmailDomains: []string{"d"}, ResourceIDs: []string{"r"}, DirectoryIDs: []string{"dir"},
		Status: []string{"active"}, AccountStatus: []string{"inactive"}, MembershipStatus: []string{"no_membership"}, Emails: []string{"e"},
	}, atlassian.UserSearch{SearchTerm: "s"})
	require.NoError(t, err)
	target, err := url.Parse(w.sent()[0].url)
	require.NoError(t, err)
	require.Equal(t, url.Values{
		"accountIds": {"a", "b"}, "groupIds": {"g"}, "roleIds": {"x"}, "emailDomains": {"d"}, "resourceIds": {"r"}, "directoryIds": {"dir"},
		"status": {"active"}, "accountStatus": {"inactive"}, "membershipStatus": {"no_membership"}, "searchTerm": {"s"},
	}, target.Query())
}

func TestCountsAreOfTheDirectory(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(200, `{"count":7}`)}}
	client := newClient(t, w)
	for _, directory := range []string{"d", "-"} {
		n, err := client.CountUsers(t.Context(), "o", directory)
		require.NoError(t, err)
		require.Equal(t, 7, n)
	}
	require.Contains(t, w.sent()[0].url, "/directories/d/users/count?directoryIds=d")
	require.NotContains(t, w.sent()[1].url, "?")
}
