// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// manage asks what may be managed about a user.
func (b *bench) manage(user, query string) reply {
	b.t.Helper()

	return b.ok("GET", "/users/"+b.AccountID(user)+"/manage"+query, nil)
}

func TestManage(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	all := b.manage(ada, "")
	assert.Equal(t, []string{
		"apiToken.delete", "apiToken.read", "email.set", "lifecycle.delete", "lifecycle.enablement", "profile", "profile.read", "profile.write",
	}, slices.Sorted(maps.Keys(all.body)))
	assert.Equal(t, object{"allowed": true}, all.body["email.set"])
	assert.Len(t, all.body["profile"], 8)
	assert.Equal(t, object{"allowed": true}, all.at("profile.write", "name"))
	assert.Equal(t, object{"allowed": true}, all.at("profile.write", "extended_profile.job_title"))

	some := b.manage(ada, "?privileges=profile.write&privileges=apiToken.read")
	assert.Equal(t, []string{"apiToken.read", "profile.write"}, slices.Sorted(maps.Keys(some.body)))
}

func TestProfilesFromElsewhere(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	reasons := func(user string) []any {
		got := b.manage(user, "")
		assert.Equal(t, got.body["profile"], got.body["profile.write"])
		assert.Equal(t, object{"allowed": true}, got.body["email.set"])

		var found []any

		rules, _ := got.body["profile"].(map[string]any)
		for name := range rules {
			found = append(found, got.at("profile", name, "reason", "key"))
		}

		return slices.Compact(found)
	}

	assert.Equal(t, []any{nil}, reasons(ada))
	assert.Equal(t, []any{"externalDirectory.scim"}, reasons(hana))

	for _, policy := range []string{"Everyone", "Staff"} {
		require.NoError(t, b.SetAuthenticationSettings(policy, simulator.AuthenticationSettingsChange{SingleSignOn: new("google_workspace")}))
	}

	assert.Equal(t, []any{nil}, reasons(ada), "only SAML sets them")

	for _, policy := range []string{"Everyone", "Staff"} {
		require.NoError(t, b.SetAuthenticationSettings(policy, simulator.AuthenticationSettingsChange{SingleSignOn: new("saml")}))
	}

	assert.Equal(t, []any{"authPolicy.saml"}, reasons(ada))
	assert.Equal(t, []any{"authPolicy.saml"}, reasons(hana), "before the directory")

	b.move("Break glass", ada)
	assert.Equal(t, []any{nil}, reasons(ada))
}

func TestOnlyManagedAccountsAreManaged(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	for _, id := range []string{"nobody", b.AccountID(lena)} {
		for _, operation := range manageOperations {
			got := b.do(operation.method, "/users/"+id+"/manage"+operation.path, operation.body)
			assert.Equal(t, http.StatusNotFound, got.status, operation.path)
			assert.Equal(t, object{"key": "accountNotFound"}, got.body)
		}
	}
}

// manageOperations are all operations of the User management API, each with a
// request that it accepts.
var manageOperations = []struct {
	method, path string
	body         any
}{
	{"GET", "", nil},
	{"GET", "/profile", nil},
	{"PATCH", "/profile", object{"name": "New"}},
	{"PUT", "/email", object{"email": "new@acme.example"}},
	{"POST", "/lifecycle/disable", object{}},
	{"POST", "/lifecycle/enable", nil},
	{"POST", "/lifecycle/delete", nil},
	{"POST", "/lifecycle/cancel-delete", nil},
}

func TestKeyWithScopesManagesNobody(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: simulator.Organization{APIKey: simulator.APIKey{Scopes: []string{"manage:org"}}}})

	for _, operation := range manageOperations {
		got := b.do(operation.method, "/users/"+b.AccountID(emil)+"/manage"+operation.path, operation.body)
		assert.Equal(t, http.StatusForbidden, got.status, operation.path)
		assert.Equal(t, object{
			"key":     "forbidden.insufficientScope",
			"context": object{"acceptableScopes": []any{"manage:org", "manage/org/public-api", "manage:me:DUMMYSCOPE"}},
		}, got.body)
	}
}

func TestErrorsOfUserManagement(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	for status, key := range map[int]string{
		400: "badRequest", 401: "unauthorized", 403: "forbidden", 404: "accountNotFound", 429: "tooManyRequests", 500: "internalServerError", 503: "internalServerError",
	} {
		b.Inject(simulator.Fault{Status: status})

		got := b.do("GET", "/users/"+b.AccountID(ada)+"/manage", nil)
		assert.Equal(t, status, got.status)
		assert.Equal(t, object{"key": key}, got.body)
	}
}
