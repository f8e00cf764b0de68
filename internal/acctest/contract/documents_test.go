// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

func folder(t *testing.T) string {
	t.Helper()
	folder, set := os.LookupEnv(contract.FolderVariable)
	if !set {
		t.Skip("contract checks are off (" + contract.FolderVariable + " is not set)")
	}
	return folder
}

// loaded are Atlassian's documents, which take a while to load under the race
// detector.
var loaded = sync.OnceValues(func() (*contract.Contract, error) {
	return contract.Load(context.Background(), os.Getenv(contract.FolderVariable))
})

func documents(t *testing.T) *contract.Contract {
	t.Helper()
	folder(t)
	c, err := loaded()
	require.NoError(t, err)
	return c
}

func TestAtlassiansDocuments(t *testing.T) {
	t.Parallel()
	c := documents(t)
	const (
		organization = "/admin/v1/orgs/o1"
		directory    = "/admin/v2/orgs/o1/directories/d1"
	)
	for name, test := range map[string]struct {
		method, path, body string
		status             int
		answer             string
		violation          string
	}{
		"organization": {
			"GET", organization, "", 200,
			`{"data":{"id":"o1","type":"orgs","attributes":{"name":"Acme"},"relationships":{},"links":{"self":"https://x.example"}}}`, "",
		},
		"group with counts": {"GET", directory + "/groups/g1", "", 200, `{"data":{"id":"g1","counts":{"users":3,"resources":1}}}`, ""},
		"counts by another name": {
			"GET", directory + "/groups/g1", "", 200, `{"data":{"id":"g1","counts":{"members":3}}}`, "at /data/counts/members",
		},
		"user by account ID":     {"GET", directory + "/users/712020:5b1", "", 200, `{"data":{"accountId":"712020:5b1"}}`, ""},
		"user removed":           {"DELETE", directory + "/users/712020:5b1", "", 204, "", ""},
		"search":                 {"POST", directory + "/groups/search", `{"groupNames":["a"],"limit":100}`, 200, `{"data":[]}`, ""},
		"search over the limit":  {"POST", directory + "/groups/search", `{"limit":101}`, 200, `{"data":[]}`, "at /limit"},
		"search without meaning": {"POST", directory + "/groups/search", `{"names":["a"]}`, 200, `{"data":[]}`, "at /names"},
		"links null":             {"POST", directory + "/users/search", `{}`, 200, `{"data":[],"links":{"self":null,"prev":null,"next":null}}`, ""},
		"links null, v1":         {"GET", organization + "/domains", "", 200, `{"data":[],"links":{"self":null,"prev":null,"next":null}}`, ""},
		"meta of events":         {"GET", organization + "/events", "", 200, `{"data":[],"meta":{"next":null,"total":1,"count":1,"current":null,"prev":null,"start_index":0,"end_index":1}}`, ""},
		"groups of an action":    {"GET", organization + "/event-actions", "", 200, `{"data":[{"id":"a","type":"t","attributes":{"displayName":"A","groupDisplayName":null,"groupDisplayNames":["G"]}}]}`, ""},
		"an action's groups":     {"GET", organization + "/event-actions", "", 200, `{"data":[{"id":"a","type":"t","attributes":{"displayName":"A","groupNames":["G"]}}]}`, "groupNames"},
		"an app's account":       {"POST", directory + "/users/search", `{}`, 200, `{"data":[{"accountType":"app","email":null,"location":null,"forDeletion":false}]}`, ""},
		"an account ID null":     {"POST", directory + "/users/search", `{}`, 200, `{"data":[{"accountId":null}]}`, "accountId"},
		"management source null": {"POST", directory + "/users/search", `{}`, 200, `{"data":[{"managementSource":null}]}`, ""},
		"group created":          {"POST", directory + "/groups", `{"name":"a"}`, 201, "", ""},
		"group created with ID":  {"POST", directory + "/groups", `{"name":"a"}`, 201, `{"id":"g1"}`, "there is no body"},
		"role assigned":          {"POST", directory + "/groups/g1/role-assignments/assign", `{"resourceId":"r","roleId":"atlassian/user"}`, 200, "", ""},
		"role revoked":           {"POST", directory + "/groups/g1/role-assignments/revoke", `{"resourceId":"r","roleId":"atlassian/user"}`, 200, "", "answer 200"},
		"invented path":          {"GET", directory + "/groups/g1/memberships", "", 404, "", "not the method GET"},
		"what may be managed": {
			"GET", "/users/712020:5b1/manage", "", 200,
			`{"email.set":{"allowed":true},"profile":{"name":{"allowed":false,"reason":{"key":"authPolicy.saml"}}}}`, "",
		},
		"refused without a reason": {"GET", "/users/712020:5b1/manage", "", 200, `{"email.set":{"allowed":false}}`, "at /email.set"},
		"key with scopes": {
			"GET", "/users/712020:5b1/manage", "", 403, `{"key":"forbidden.insufficientScope","context":{"acceptableScopes":["manage:org"]}}`, "",
		},
		"key with scopes, another operation": {"GET", "/users/712020:5b1/manage/profile", "", 403, `{"key":"forbidden.insufficientScope"}`, ""},
		"key that is refused for something else": {
			"GET", "/users/712020:5b1/manage", "", 403, `{"key":"forbidden.sometimes"}`, `property "key" has invalid value`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var violations []string
			handler := c.Middleware(func(violation string) { violations = append(violations, violation) }, answering(test.status, test.answer))
			request := httptest.NewRequestWithContext(t.Context(), test.method, test.path, strings.NewReader(test.body))
			request.Header.Set("Content-Type", "application/json")
			handler.ServeHTTP(httptest.NewRecorder(), request)
			if test.violation == "" {
				assert.Empty(t, violations)
				return
			}
			require.Len(t, violations, 1)
			assert.Contains(t, violations[0], test.violation)
		})
	}
}

// Every base path has a document behind it. Each of these would be a violation
// if its document hadn't been loaded.
func TestEveryDocumentIsRouted(t *testing.T) {
	t.Parallel()
	c := documents(t)
	for api, operation := range map[string]string{
		"organization":            "GET /admin/v1/orgs/o1/domains",
		"user-management":         "GET /users/712020:5b1/manage",
		"user-provisioning":       "GET /scim/directory/d1/Users",
		"control":                 "GET /admin/control/v1/orgs/o1/auth-policy/task/t1",
		"api-access":              "GET /admin/api-access/v1/orgs/o1/api-tokens",
		"dlp":                     "GET /admin/dlp/v1/orgs/o1/classification-levels",
		"user-provisioning-admin": "GET /admin/user-provisioning/v1/org/o1/user/a1/get-scim-links",
	} {
		// The last one is no document of Atlassian's, so that a folder of fetched documents does not have it.
		if found, err := filepath.Glob(filepath.Join(folder(t), api+".openapi.*")); err != nil || len(found) == 0 {
			assert.Equal(t, "user-provisioning-admin", api, "there is no such document")
			continue
		}
		method, path, _ := strings.Cut(operation, " ")
		handler := c.Middleware(func(violation string) { t.Errorf("violation: %s", violation) },
			http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(http.StatusServiceUnavailable)
				_, _ = io.WriteString(w, "unavailable")
			}))
		handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(t.Context(), method, path, nil))
	}
}

// A patch is there because something fails without it, or reads wrongly.
func TestPatches(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, patch := range contract.Patches() {
		assert.NotEmpty(t, patch.Defect)
		assert.False(t, seen[patch.Defect], "%q is listed twice", patch.Defect)
		seen[patch.Defect] = true
		require.Error(t, patch.Apply(&contract.Document{}), "%q applies to an empty document", patch.Defect)
	}
}

// A patch that applies to nothing stays behind when Atlassian mends a defect. The documents load without it, so that only this test fails.
func TestNoPatchIsStale(t *testing.T) {
	t.Parallel()
	assert.Empty(t, documents(t).Stale())
}

func TestStalePatches(t *testing.T) {
	t.Parallel()
	mended := contract.Patch{API: "shelf", Defect: "books have no covers", Apply: func(*contract.Document) error { return errors.New("they have covers") }}
	other := contract.Patch{API: "shelves", Apply: mended.Apply}
	c, err := contract.LoadFiles(t.Context(), []string{"testdata/shelf.openapi.json"}, []contract.Patch{mended, other})
	require.NoError(t, err)
	assert.Equal(t, []string{`shelf.openapi.json: the patch "books have no covers" doesn't apply, perhaps the defect is mended and the patch can go: they have covers`}, c.Stale())

	broken := contract.Patch{API: "shelf", Apply: func(doc *contract.Document) error { doc.Info = nil; return nil }}
	_, err = contract.LoadFiles(t.Context(), []string{"testdata/shelf.openapi.json"}, []contract.Patch{mended, broken})
	require.ErrorContains(t, err, "validate: ")
	require.ErrorContains(t, err, "they have covers", "a patch that does not apply may be why")
}

func TestWithoutPatchesTheDocumentDoesNotLoad(t *testing.T) {
	t.Parallel()
	_, err := contract.LoadFiles(t.Context(), []string{filepath.Join(folder(t), "organization.openapi.json")}, nil)
	require.ErrorContains(t, err, "conflicting paths")
}
