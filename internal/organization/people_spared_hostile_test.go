// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// A group ends only if an admin is left, whatever a plan has seen.
func TestAGroupThatMakesTheLastAdminIsNotDeleted(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, keyOf(chenAddress))
		require.NoError(t, on.Simulator.TakeUserRole(adaAddress, "", organization.OrganizationAdminRole))
		key := organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: on.Simulator.GroupID("org-admins")}
		var spared *organization.SparedError
		require.ErrorAs(t, run(t, on).Groups.Delete(t.Context(), key), &spared)
		require.Equal(t, organization.SparedLastAdmin, spared.Reason)
		require.Zero(t, on.Simulator.Requests()[opDeleteGroup])

		other := organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: on.Simulator.GroupID("contractors")}
		require.NoError(t, run(t, on).Groups.Delete(t.Context(), other))
	})
}

// Atlassian may write the role of an organization admin in another case: the guard does not depend on it.
func TestAGroupWhoseRoleIsWrittenInAnotherCase(t *testing.T) {
	t.Parallel()
	on, handler := simulated.Handler(t, keyOf(chenAddress), simulated.AllowViolations())
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		recorded := httptest.NewRecorder()
		handler.ServeHTTP(recorded, request)
		answer.Header().Set("Content-Type", recorded.Header().Get("Content-Type"))
		answer.WriteHeader(recorded.Code)
		_, _ = io.WriteString(answer, strings.ReplaceAll(recorded.Body.String(), organization.OrganizationAdminRole, "atlassian/Org-Admin"))
	}))
	t.Cleanup(server.Close)
	on.URL = server.URL
	require.NoError(t, on.Simulator.TakeUserRole(adaAddress, "", organization.OrganizationAdminRole))
	var spared *organization.SparedError
	key := organization.GroupKey{DirectoryID: on.Credentials.DirectoryID, GroupID: on.Simulator.GroupID("org-admins")}
	require.ErrorAs(t, run(t, on).Groups.Delete(t.Context(), key), &spared)
	require.NoError(t, on.Simulator.Suspend(brunoAddress, ""))
	require.ErrorAs(t, run(t, on).Groups.RemoveMember(t.Context(), key, on.Simulator.AccountID(adaAddress)), &spared)
}

// withoutAdmins is an organization whose search and count by a role show nobody, or only who is suspended.
func withoutAdmins(t *testing.T, shown string) *simulated.Organization {
	t.Helper()
	on, handler := simulated.Handler(t, keyOf(chenAddress), simulated.AllowViolations())
	server := httptest.NewServer(http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		request.Body = io.NopCloser(bytes.NewReader(body))
		switch {
		case strings.HasSuffix(request.URL.Path, "/users/search") && bytes.Contains(body, []byte(organization.OrganizationAdminRole)):
			answer.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(answer, `{"data":[`+shown+`],"links":{}}`)
		case strings.HasSuffix(request.URL.Path, "/users/count"):
			answer.Header().Set("Content-Type", "application/json")
			_, _ = fmt.Fprintf(answer, `{"count":%d}`, min(1, len(shown)))
		default:
			handler.ServeHTTP(answer, request)
		}
	}))
	t.Cleanup(server.Close)
	on.URL = server.URL
	return on
}

// A search that shows no admin who can sign in does not know them all. So the account's own roles say whether it is one.
func TestAdminsThatASearchDoesNotShow(t *testing.T) {
	t.Parallel()
	for name, shown := range map[string]string{
		"none at all":                  "",
		"one who is suspended":         `{"accountId":"712020:somebody","accountType":"atlassian","status":"suspended","groups":[]}`,
		"one who is active and closed": `{"accountId":"712020:somebody","accountType":"atlassian","status":"active","accountStatus":"closed","membershipStatus":"no_membership","groups":[]}`,
	} {
		for _, loss := range []organization.Loss{organization.LossOfAccess, organization.LossOfOrganizationAdmin} {
			t.Run(name+" "+loss.String(), func(t *testing.T) {
				t.Parallel()
				on := withoutAdmins(t, shown)
				ada, emil := on.Simulator.AccountID(adaAddress), on.Simulator.AccountID(emilAddress)
				_, err := run(t, on).People.Spared(t.Context(), loss, ada, emil)
				require.ErrorContains(t, err, "the provider cannot tell whether one would be left")
				found, err := run(t, on).People.Spared(t.Context(), loss, emil)
				if loss == organization.LossOfAccess {
					require.NoError(t, err)
				}
				require.Empty(t, found, "no admin by the account's own roles")
			})
		}
	}
}

// An account ID in another case spares the account as well.
func TestAccountIDsInAnotherCaseAreSpared(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, keyOf(emilAddress))
		require.NoError(t, on.Simulator.Suspend(brunoAddress, ""))
		upper := func(address string) string { return strings.ToUpper(on.Simulator.AccountID(address)) }
		found, err := run(t, on, func(s *organization.Settings) { s.ProtectedAccountIDs = []string{on.Simulator.AccountID(chenAddress)} }).
			People.Spared(t.Context(), organization.LossOfAccess, upper(adaAddress), upper(emilAddress), upper(chenAddress))
		require.NoError(t, err)
		require.Equal(t, map[string]organization.SparedReason{
			upper(adaAddress): organization.SparedLastAdmin, upper(emilAddress): organization.SparedKeyOwner, upper(chenAddress): organization.SparedProtected,
		}, reasons(found))
	})
}

// An account that is asked for by the check of a list, and once more right before its own write, counts once.
func TestAnAccountThatIsAskedForTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, keyOf(chenAddress))
		ada, emil := on.Simulator.AccountID(adaAddress), on.Simulator.AccountID(emilAddress)
		o := run(t, on)
		for _, ask := range [][]string{{ada, emil}, {ada}, {emil}, {strings.ToUpper(ada)}, {ada, ada}} {
			for _, loss := range []organization.Loss{organization.LossOfAccess, organization.LossOfOrganizationAdmin} {
				found, err := o.People.Spared(t.Context(), loss, ask...)
				require.NoError(t, err)
				require.Empty(t, found)
				found, err = o.People.SparedInPlan(t.Context(), loss, ask...)
				require.NoError(t, err)
				require.Empty(t, found)
			}
		}
	})
}
