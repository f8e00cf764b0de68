// SPDX-License-Identifier: MPL-2.0

package group

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

func TestTakeEmail(t *testing.T) {
	t.Parallel()
	known := types.StringValue("Ada@acme.example")
	for name, test := range map[string]struct {
		known types.String
		email string
		want  types.String
	}{
		"the same":           {known, "Ada@acme.example", known},
		"another case":       {known, "ada@ACME.example", known},
		"another address":    {known, "ada@acme.dev", types.StringValue("ada@acme.dev")},
		"hidden":             {known, "", known},
		"not known before":   {types.StringUnknown(), "ada@acme.dev", types.StringValue("ada@acme.dev")},
		"unknown and hidden": {types.StringUnknown(), "", types.StringNull()},
		"null before":        {types.StringNull(), "ada@acme.dev", types.StringValue("ada@acme.dev")},
		"null and hidden":    {types.StringNull(), "", types.StringNull()},
	} {
		model := groupMembershipModel{Email: test.known}
		model.takeEmail(test.email)
		assert.Equal(t, test.want, model.Email, name)
	}
}

func TestShortened(t *testing.T) {
	t.Parallel()
	names := strings.Split("abcdefghijkl", "")
	assert.Empty(t, base.ShortList(nil))
	assert.Equal(t, "a", base.ShortList(names[:1]))
	assert.Equal(t, "a, b, c, d, e, f, g, h, i, j", base.ShortList(names[:10]))
	assert.Equal(t, "a, b, c, d, e, f, g, h, i, j and 2 more", base.ShortList(names))
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []string{"a@b"}, addresses([]string{"a@b", "2"}))
}

func TestMemberList(t *testing.T) {
	t.Parallel()
	var model groupMembersModel
	model.setList([]string{"b@x", "a@x"}, true)
	assert.Equal(t, memberList{words: []string{"b@x", "a@x"}, byEmail: true}, model.list())
	assert.Equal(t, "emails", model.list().attribute())
	assert.True(t, model.AccountIDs.IsNull())
	model.setList([]string{"2"}, false)
	assert.Equal(t, memberList{words: []string{"2"}}, model.list())
	assert.Equal(t, "account_ids", model.list().attribute())
	imported := groupMembersModel{AccountIDs: unordered.Null(false), Emails: unordered.Null(true)}
	assert.False(t, imported.list().byEmail)
	assert.Empty(t, imported.list().words)
	assert.False(t, imported.list().unknown)
}

func TestAfterAChange(t *testing.T) {
	t.Parallel()
	change := membersChange{
		byEmail: true, before: []string{"Keep@x", "leave@x", "9"}, add: []string{"1", "2"}, remove: []string{"3", "9"},
		words: map[string]string{"1": "one@x", "2": "two@x", "3": "leave@x", "9": "9"},
	}
	planned := []string{"two@x", "keep@x", "one@x"}
	assert.Equal(t, []string{"leave@x", "9"}, change.removals())
	for _, test := range []struct{ added, removed, want []string }{
		{nil, nil, []string{"keep@x", "9", "leave@x"}},
		{[]string{"1"}, nil, []string{"keep@x", "one@x", "9", "leave@x"}},
		{[]string{"1", "2"}, []string{"9"}, []string{"two@x", "keep@x", "one@x", "leave@x"}},
		{[]string{"1", "2"}, []string{"3", "9"}, planned},
	} {
		assert.Equal(t, test.want, change.after(planned, test.added, test.removed))
	}
	assert.Equal(t, []string{"Keep@x", "leave@x", "9"}, change.before, "which stays as it was")
}

func TestParseMemberIDs(t *testing.T) {
	t.Parallel()
	const directory, group = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8", "8f24bad3-ba6f-5e36-bad9-3805e19ae032"
	for id, want := range map[string][]string{
		group + "/712020:a":                      {"", group, "712020:a"},
		directory + "/" + group + "/5b10ac8d82e": {directory, group, "5b10ac8d82e"},
	} {
		parts, err := parseGroupMembershipID(id)
		assert.NoError(t, err, id)
		assert.Equal(t, want, parts)
	}
	for id, want := range map[string][]string{group: {"", group}, directory + "/" + group: {directory, group}} {
		parts, err := parseGroupMembersID(id)
		assert.NoError(t, err, id)
		assert.Equal(t, want, parts)
	}
	for _, id := range []string{"", "/", group + "/", "/" + group, "engineering", directory + "/" + group + "/", "//" + group} {
		_, err := parseGroupMembershipID(id)
		assert.Error(t, err, id)
		_, err = parseGroupMembersID(id)
		assert.Error(t, err, id)
	}
}
