// SPDX-License-Identifier: MPL-2.0

package base_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// A list of members that takes over many memberships is refused once, not once for each of them, and the error says what to write.
// In a run that refreshes nothing, which may be an apply, nothing is refused.
func TestManyThingsTakenFirstAreOneError(t *testing.T) {
	t.Parallel()
	conflicts := make([]claims.Conflict, 30)
	for i := range conflicts {
		conflicts[i] = claims.Conflict{
			Claim: claims.Claim{By: "atlassian_group_members of group g"}, Late: true,
			Other: claims.Claim{By: fmt.Sprintf("atlassian_group_membership of person %02d", i)},
		}
	}
	o, err := organization.New(organization.Settings{OrganizationID: "6b0f9d5c-1a0e-4a8e-9c3a-2f6d1f1f7f10", APIKey: "key", BaseURL: "http://localhost"})
	require.NoError(t, err)
	assert.Empty(t, base.Conflicts(t.Context(), o, conflicts))
	o.Claims.NoteRefresh()
	said := base.Conflicts(t.Context(), o, conflicts)
	require.Len(t, said, 1)
	assert.Equal(t, "Access would be lost for a moment", said[0].Summary())
	assert.Contains(t, said[0].Detail(), "atlassian_group_members of group g gives again")
	assert.Contains(t, said[0].Detail(), "atlassian_group_membership of person 00")
	assert.Contains(t, said[0].Detail(), "more")
	assert.Contains(t, said[0].Detail(), "removed {")
}
