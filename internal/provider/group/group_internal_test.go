// SPDX-License-Identifier: MPL-2.0

package group

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

const (
	someDirectory = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8"
	someGroup     = "00000000-0000-4000-8000-000000000001"
)

func TestGroupImportIDs(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]groupReference{
		someGroup:                          {groupID: someGroup},
		someDirectory + "/" + someGroup:    {directoryID: someDirectory, groupID: someGroup},
		"name:engineering":                 {name: "engineering"},
		"name:a/b name: c":                 {name: "a/b name: c"},
		someDirectory + "/name:a/b":        {directoryID: someDirectory, name: "a/b"},
		"name:" + someDirectory + "/name:": {name: someDirectory + "/name:"},
	} {
		got, err := parseGroupReference(id)
		assert.NoError(t, err, id)
		assert.Equal(t, want, got, id)
	}
	for _, id := range []string{"", "engineering", "name:", "-/" + someGroup, someDirectory + "/engineering", someDirectory + "/name:", "Acme/name:x", someDirectory + "/" + someGroup + "/x"} {
		_, err := parseGroupReference(id)
		assert.ErrorContains(t, err, "DIRECTORY_ID/GROUP_ID or GROUP_ID", id)
	}
}

func TestGroupModelTakesWhatAtlassianShows(t *testing.T) {
	t.Parallel()
	shown := organization.Group{ID: someGroup, Name: "Engineering", Description: "", ManagedBy: "admins"}

	written := groupModel{Name: types.StringValue("engineering"), Description: types.StringValue("old"), DeletionProtection: types.BoolValue(true)}
	written.setGroup(shown)
	assert.Equal(t, "engineering", written.Name.ValueString(), "the user's spelling stays")
	assert.True(t, written.Description.IsNull(), "empty is absent")
	assert.True(t, written.DeletionProtection.ValueBool(), "Atlassian knows nothing of it")
	assert.Equal(t, someGroup, written.ID.ValueString())

	renamed := groupModel{Name: types.StringValue("platform")}
	renamed.setGroup(shown)
	assert.Equal(t, "Engineering", renamed.Name.ValueString())

	imported := groupModel{}
	imported.setGroup(shown)
	assert.Equal(t, "Engineering", imported.Name.ValueString())
	assert.Equal(t, types.BoolValue(false), imported.DeletionProtection)
}

func TestGroupLossesInWords(t *testing.T) {
	t.Parallel()
	number := func(n int) *int { return &n }
	for want, g := range map[string]organization.Group{
		"":                                     {Users: number(0), Resources: number(0)},
		"1 member":                             {Users: number(1)},
		"2 members and roles on 1 app or site": {Users: number(2), Resources: number(1)},
		"roles on 3 apps or sites":             {Users: number(0), Resources: number(3)},
	} {
		assert.Equal(t, want, losses(g))
	}
	assert.Empty(t, losses(organization.Group{}), "unknown counts are no loss that could be told")
}
