// SPDX-License-Identifier: MPL-2.0

package group

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// groupMembershipModel is the state of an atlassian_group_membership.
type groupMembershipModel struct {
	DirectoryID types.String `tfsdk:"directory_id"`
	GroupID     types.String `tfsdk:"group_id"`
	AccountID   types.String `tfsdk:"account_id"`
	Email       types.String `tfsdk:"email"`
}

// newGroupMembershipModel makes the state of one member of one group.
func newGroupMembershipModel(key organization.GroupKey, member organization.Account) groupMembershipModel {
	return groupMembershipModel{
		DirectoryID: types.StringValue(key.DirectoryID),
		GroupID:     types.StringValue(key.GroupID),
		AccountID:   types.StringValue(member.AccountID),
		Email:       base.StringOrNull(member.Email),
	}
}

func (m *groupMembershipModel) key() organization.GroupKey {
	return organization.GroupKey{DirectoryID: m.DirectoryID.ValueString(), GroupID: m.GroupID.ValueString()}
}

// identity lists the values of the identity's parts.
func (m *groupMembershipModel) identity() []string {
	return []string{m.DirectoryID.ValueString(), m.GroupID.ValueString(), m.AccountID.ValueString()}
}

// takeEmail stores the account's address, in the user's spelling where only case differs. If Atlassian does not show the address,
// the known one stays: it is hidden, not changed.
func (m *groupMembershipModel) takeEmail(email string) {
	known := !m.Email.IsNull() && !m.Email.IsUnknown()
	switch {
	case known && (email == "" || organization.SameEmail(m.Email.ValueString(), email)):
	default:
		m.Email = base.StringOrNull(email)
	}
}

// elsewhere reports whether a planned membership is certainly in another group. An unknown group may be the same.
func (m *groupMembershipModel) elsewhere(planned *groupMembershipModel) bool {
	return differs(m.GroupID, planned.GroupID) || differs(m.DirectoryID, planned.DirectoryID)
}

// same reports whether a planned membership is the same one. An unknown part counts as another.
func (m *groupMembershipModel) same(planned *groupMembershipModel) bool {
	return planned.GroupID.Equal(m.GroupID) && planned.DirectoryID.Equal(m.DirectoryID) && planned.AccountID.Equal(m.AccountID)
}

// differs reports whether a planned ID is known and different.
func differs(prior, planned types.String) bool {
	return !planned.IsUnknown() && !strings.EqualFold(prior.ValueString(), planned.ValueString())
}

// exactlyOne is the error about two attributes of which none or both are given. An unknown attribute may be either.
func exactlyOne(first, second string, one, other attr.Value) diag.Diagnostics {
	var diags diag.Diagnostics
	given := func(v attr.Value) bool { return !v.IsNull() && !v.IsUnknown() }
	switch {
	case one.IsNull() && other.IsNull():
		diags.AddError("Missing "+first+" or "+second, fmt.Sprintf("Neither %s nor %s is given. Write one of them.", first, second))
	case given(one) && given(other):
		diags.AddAttributeError(path.Root(second), "Both "+first+" and "+second, fmt.Sprintf("Both %s and %s are given, but they say the same thing in two ways. Write only one of them.", first, second))
	}
	return diags
}

// parseGroupMembershipID parses an import ID into directory, group and account.
func parseGroupMembershipID(id string) ([]string, error) {
	parts := strings.Split(id, "/")
	if len(parts) == 2 {
		parts = append([]string{""}, parts...)
	}
	if len(parts) != 3 || (parts[0] == "") != (strings.Count(id, "/") == 1) || !base.GroupID.Matches(parts[1]) || !base.AccountID.Matches(parts[2]) {
		return nil, base.WrongGroupID(parts[max(0, len(parts)-2)], "the import ID of a membership is DIRECTORY_ID/GROUP_ID/ACCOUNT_ID or GROUP_ID/ACCOUNT_ID. "+
			"If you leave the directory out, the provider takes its own directory_id, else the organization's only directory")
	}
	return parts, nil
}

// named names the membership in a message.
func (m *groupMembershipModel) named() string {
	return fmt.Sprintf("atlassian_group_membership of %s in group %s", base.Word(cmp.Or(m.Email.ValueString(), m.AccountID.ValueString())), m.GroupID.ValueString())
}

// subject returns the membership by its account ID, which the state always has.
func (m *groupMembershipModel) subject() claims.Subject {
	return organization.MembershipSubject(m.key(), m.AccountID.ValueString())
}

// ownSubjects returns the membership by each of its names.
func (m *groupMembershipModel) ownSubjects() []claims.Subject {
	return membershipSubjects(m.key(), m.AccountID.ValueString(), m.Email.ValueString())
}

// membershipSubjects returns the membership of an account by each of its names. Either may be empty.
func membershipSubjects(key organization.GroupKey, accountID, email string) []claims.Subject {
	return organization.ByEachName(accountID, email, func(name string) claims.Subject { return organization.MembershipSubject(key, name) })
}

// subjects returns everything by which another resource may hold the membership.
func (m *groupMembershipModel) subjects() []claims.Subject {
	return append(m.ownSubjects(), organization.MembersSubject(m.key()))
}

// membershipNote says what a planned creation is for. An unknown part is empty.
type membershipNote struct {
	Group   string `json:"group"`
	Account string `json:"account"`
}

func noteMembership(planned *groupMembershipModel) membershipNote {
	note := membershipNote{Account: planned.AccountID.ValueString()}
	if key := planned.key(); key.DirectoryID != "" && key.GroupID != "" {
		note.Group = key.String()
	}
	return note
}

// of reports whether the creation is for a membership. An unknown part counts as the same.
func (n membershipNote) of(m *groupMembershipModel) bool {
	return (n.Group == "" || strings.EqualFold(n.Group, m.key().String())) && (n.Account == "" || n.Account == m.AccountID.ValueString())
}
