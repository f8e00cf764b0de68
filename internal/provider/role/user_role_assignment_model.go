// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// userRoleAssignmentModel is the state of an atlassian_user_role_assignment.
type userRoleAssignmentModel struct {
	AccountID  types.String `tfsdk:"account_id"`
	Email      types.String `tfsdk:"email"`
	ResourceID types.String `tfsdk:"resource_id"`
	Site       types.String `tfsdk:"site"`
	Product    types.String `tfsdk:"product"`
	Role       types.String `tfsdk:"role"`
}

// newUserRoleAssignmentModel makes the state of one role of one account.
func newUserRoleAssignmentModel(account organization.Account, role organization.UserRole) userRoleAssignmentModel {
	return userRoleAssignmentModel{
		AccountID: types.StringValue(account.AccountID), Email: base.StringOrNull(account.Email),
		ResourceID: types.StringValue(role.ResourceID), Role: types.StringValue(role.Role),
	}
}

func (m *userRoleAssignmentModel) place() place {
	if m == nil {
		return place{}
	}
	return place{m.ResourceID, m.Site, m.Product}
}

func (m *userRoleAssignmentModel) who() who { return who{m.AccountID, m.Email} }

func (m *userRoleAssignmentModel) setWho(w who) { m.AccountID, m.Email = w.AccountID, w.Email }

// identity lists the values of the identity's parts.
func (m *userRoleAssignmentModel) identity() []string {
	return []string{m.AccountID.ValueString(), m.ResourceID.ValueString(), m.Role.ValueString()}
}

// personal is the role that the model is about.
func (m *userRoleAssignmentModel) personal(o *organization.Organization) *personal {
	return &personal{
		o: o, typeName: "atlassian_user_role_assignment", who: m.who(),
		role: organization.UserRole{ResourceID: m.ResourceID.ValueString(), Role: m.Role.ValueString()},
		open: m.ResourceID.IsUnknown() || m.Role.IsUnknown(),
	}
}

// parseUserRoleAssignmentID parses an import ID into account, resource and role. Resource IDs and roles contain slashes, too; but the
// resource begins with "ari:", as no other part does, and a role has exactly one slash.
func parseUserRoleAssignmentID(id string) ([]string, error) {
	account, tail, ok := strings.Cut(id, "/ari:")
	at := strings.LastIndex(tail, "/"+base.RolePrefix)
	if !ok || at < 0 || !base.AccountID.Matches(account) || !base.ARI.Matches("ari:"+tail[:at]) || !base.RoleID.Matches(tail[at+1:]) {
		return nil, errors.New("the import ID of a role of a person is ACCOUNT_ID/RESOURCE_ID/ROLE, where the resource ID begins with ari: and the role with " + base.RolePrefix)
	}
	return []string{account, "ari:" + tail[:at], tail[at+1:]}, nil
}

// notForPeople are the documented roles that no operation gives to a person.
var notForPeople = []string{"atlassian/viewer", "atlassian/ai-access"}

// personalRole is the rule for a role of a person: neither a role that only groups can be given, nor that of an organization admin.
type personalRole struct{}

var _ validator.String = personalRole{}

// Description says what the rule is.
func (personalRole) Description(context.Context) string {
	return "value must be a role that a person can have on an app or site"
}

// MarkdownDescription says what the rule is.
func (v personalRole) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString reports a role that a person cannot be given here.
func (personalRole) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	switch role := req.ConfigValue.ValueString(); {
	case organization.IsOrganizationAdminRole(role):
		resp.Diagnostics.AddAttributeError(req.Path, "The role is on the organization",
			"atlassian/org-admin is not a role on an app or site: use atlassian_organization_admin for one person, or atlassian_organization_admins for all of them.")
	case slices.Contains(notForPeople, strings.ToLower(role)):
		resp.Diagnostics.AddAttributeError(req.Path, "The role cannot be given to a person", fmt.Sprintf(
			"Atlassian documents no operation that gives %s to a person. Give it to a group of the person: see atlassian_group_role_assignment.", role))
	}
}
