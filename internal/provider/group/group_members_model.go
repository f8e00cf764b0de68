// SPDX-License-Identifier: MPL-2.0

package group

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// groupMembersModel is the state of an atlassian_group_members.
type groupMembersModel struct {
	DirectoryID types.String        `tfsdk:"directory_id"`
	GroupID     types.String        `tfsdk:"group_id"`
	AccountIDs  unordered.ListValue `tfsdk:"account_ids"`
	Emails      unordered.ListValue `tfsdk:"emails"`
	MaxRemovals types.Int64         `tfsdk:"max_removals"`
	Timeouts    timeouts.Value      `tfsdk:"timeouts"`
}

func (m *groupMembersModel) key() organization.GroupKey {
	return organization.GroupKey{DirectoryID: m.DirectoryID.ValueString(), GroupID: m.GroupID.ValueString()}
}

// identity lists the values of the identity's parts.
func (m *groupMembersModel) identity() []string {
	return []string{m.DirectoryID.ValueString(), m.GroupID.ValueString()}
}

// elsewhere reports whether a planned list is certainly about another group. An unknown group may be the same.
func (m *groupMembersModel) elsewhere(planned *groupMembersModel) bool {
	return differs(m.GroupID, planned.GroupID) || differs(m.DirectoryID, planned.DirectoryID)
}

// keyUnknown reports whether the group or its directory is not known yet.
func (m *groupMembersModel) keyUnknown() bool {
	return m.GroupID.IsUnknown() || m.DirectoryID.IsUnknown()
}

// sameMembers reports whether two models list the same members, in the same words and order.
func (m *groupMembersModel) sameMembers(planned *groupMembersModel) bool {
	return m.AccountIDs.Equal(planned.AccountIDs) && m.Emails.Equal(planned.Emails)
}

// list returns the model's list of members. After an import, which says nothing of addresses, it is a list of account IDs.
func (m *groupMembersModel) list() memberList {
	byEmail := !m.Emails.IsNull()
	value := m.AccountIDs
	if byEmail {
		value = m.Emails
	}
	words, _ := value.Strings()
	return memberList{words: words, byEmail: byEmail, unknown: value.IsUnknown(), open: len(value.Elements()) - len(words)}
}

// setList sets the model's list of members.
func (m *groupMembersModel) setList(words []string, byEmail bool) {
	if byEmail {
		m.AccountIDs, m.Emails = unordered.Null(false), unordered.FromStrings(words, true)
	} else {
		m.AccountIDs, m.Emails = unordered.FromStrings(words, false), unordered.Null(true)
	}
}

// memberList is a list of members, by account ID or by e-mail address.
type memberList struct {
	words   []string
	byEmail bool
	// unknown is set if the whole list is unknown.
	unknown bool
	// open is the number of unknown elements.
	open int
}

// attribute returns the name of the attribute that holds the list.
func (l memberList) attribute() string {
	if l.byEmail {
		return "emails"
	}
	return "account_ids"
}

// parseGroupMembersID parses an import ID into directory and group.
func parseGroupMembersID(id string) ([]string, error) {
	directory, group, ok := strings.Cut(id, "/")
	if !ok {
		directory, group = "", id
	}
	if ok && !base.DirectoryID.Matches(directory) || !base.GroupID.Matches(group) {
		return nil, base.WrongGroupID(group, "the import ID of a group's members is DIRECTORY_ID/GROUP_ID or GROUP_ID. "+
			"If you leave the directory out, the provider takes its own directory_id, else the organization's only directory")
	}
	return []string{directory, group}, nil
}

// named names the list of members in a message.
func (m *groupMembersModel) named() string {
	return "atlassian_group_members of group " + m.GroupID.ValueString()
}

// memberships returns the memberships of members, by the words of a list.
func (m *groupMembersModel) memberships(words []string) []claims.Subject {
	key := m.key()
	subjects := make([]claims.Subject, len(words))
	for i, word := range words {
		subjects[i] = organization.MembershipSubject(key, word)
	}
	return subjects
}
