// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// userRoles reads the roles of an account from one answer.
func userRoles(t *testing.T, body string) (assignments []atlassian.UserRoleAssignment, err error) {
	t.Helper()
	client := newClient(t, &wire{answers: []answerFunc{status(200, body)}})
	for assignment, failed := range client.UserRoleAssignments(t.Context(), "o", "d", "a") {
		if failed != nil {
			return nil, failed
		}
		assignments = append(assignments, assignment)
	}
	return assignments, nil
}

func TestUserRolesNeedNeitherDirectoryNorTheSupersededList(t *testing.T) {
	t.Parallel()
	assignments, err := userRoles(t, `{"data":[{"resourceId":"ari:r","directoryId":null,"userDirectoryStatus":null,"roles":null,
		"roleAssignments":[{"role":"atlassian/user","roleAssignmentMethods":["direct","new"]},{"role":"atlassian/admin","roleAssignmentMethods":["inferred"]}]}]}`)
	require.NoError(t, err)
	require.Equal(t, []atlassian.UserRoleAssignment{{ResourceID: "ari:r", Roles: []atlassian.HeldRole{
		{Role: "atlassian/user", Methods: []string{"direct", "new"}}, {Role: "atlassian/admin", Methods: []string{"inferred"}},
	}}}, assignments)
}

// An answer that leaves open which roles there are, or how the account has them, is no answer.
func TestUserRolesAreWhole(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"resourceId":"ari:r","roles":["atlassian/user"]}`:                                               "it does not say which roles there are on ari:r",
		`{"resourceId":"ari:r","roleAssignments":null}`:                                                   "it does not say which roles there are on ari:r",
		`{"roleAssignments":[]}`:                                                                          "roles are on no resource",
		`{"resourceId":"ari:r","roleAssignments":[{"role":"atlassian/user"}]}`:                            "it does not say how the account has role atlassian/user on ari:r",
		`{"resourceId":"ari:r","roleAssignments":[{"role":"atlassian/user","roleAssignmentMethods":[]}]}`: "it does not say how the account has role atlassian/user on ari:r",
		`{"resourceId":"ari:r","roleAssignments":[{"role":null,"roleAssignmentMethods":["direct"]}]}`:     "a role on ari:r has no ID",
	} {
		_, err := userRoles(t, `{"data":[`+body+`]}`)
		require.ErrorContains(t, err, want, body)
	}
}
