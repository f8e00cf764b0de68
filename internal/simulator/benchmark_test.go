// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// newPage asks for a page of the members of a group, without a network.
func newPage(b *testing.B, s *simulator.Simulator, group string) func() {
	b.Helper()

	given := s.Credentials()
	path := "/admin/v2/orgs/" + given.OrganizationID + "/directories/" + given.DirectoryID + "/users/search"
	search := `{"groupIds":["` + s.GroupID(group) + `"],"limit":100}`

	return func() {
		request := httptest.NewRequestWithContext(b.Context(), http.MethodPost, path, strings.NewReader(search))
		request.Host = "localhost"
		request.Header.Set("Authorization", "Bearer "+given.APIKey)
		request.Header.Set("Content-Type", "application/json")

		recorder := httptest.NewRecorder()
		s.Handler().ServeHTTP(recorder, request)
		require.Equal(b, http.StatusOK, recorder.Code)
	}
}

func BenchmarkPageOfMembers(b *testing.B) {
	s, err := simulator.New(simulator.Options{Organization: large()})
	require.NoError(b, err)

	page := newPage(b, s, "big")

	for b.Loop() {
		page()
	}
}
