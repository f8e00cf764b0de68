// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/invitations"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// userRoleModel is a role that an invitation gives.
type userRoleModel struct {
	ResourceID types.String `tfsdk:"resource_id"`
	Site       types.String `tfsdk:"site"`
	Product    types.String `tfsdk:"product"`
	Role       types.String `tfsdk:"role"`
}

var userRoleType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"resource_id": types.StringType, "site": types.StringType, "product": types.StringType, "role": types.StringType,
}}

// userRoleAttributes describe a role of an invitation.
func userRoleAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"resource_id": schema.StringAttribute{
			MarkdownDescription: "Atlassian Resource Identifier (ARI) of the app, such as `ari:cloud:jira-software::site/SITE_ID`. Set either this, or `site` and `product`.",
			Optional:            true,
			Validators:          []validator.String{base.RoleResourceID{}},
		},
		"site": schema.StringAttribute{
			MarkdownDescription: "Site of the product: its name (`acme`), host (`acme.atlassian.net`), URL or cloud ID. Set it together with `product`, instead of `resource_id`.",
			Optional:            true,
			Validators:          []validator.String{base.RoleSite},
		},
		"product": schema.StringAttribute{
			MarkdownDescription: "Type key of the product on the site, such as `jira-software`, `jira-servicedesk` or `confluence`. Case does not matter.",
			Optional:            true,
			Validators:          []validator.String{base.RoleProduct},
		},
		"role": schema.StringAttribute{
			MarkdownDescription: "ID of the role. Atlassian documents `atlassian/user`, `atlassian/admin`, `atlassian/guest`, `atlassian/contributor`, `atlassian/customer`, `atlassian/basic`, " +
				"`atlassian/stakeholder` and `atlassian/viewer` for invitations. Other IDs of the form `atlassian/…` are accepted, except for the roles of admins of the organization and of sites.",
			Required:   true,
			Validators: []validator.String{base.RoleID, stringvalidator.NoneOf("atlassian/org-admin", "atlassian/site-admin", "atlassian/user-access-admin")},
		},
	}
}

// roles are the roles of the invitation. There are none while the list is unknown.
func (m *userModel) roles(ctx context.Context) (roles []userRoleModel, diags diag.Diagnostics) {
	if m.Roles.IsNull() || m.Roles.IsUnknown() {
		return nil, nil
	}
	diags = m.Roles.ElementsAs(ctx, &roles, false)
	return roles, diags
}

// validateRoles requires that every role names its app in exactly one way. An unknown value may be null in the end.
func (m *userModel) validateRoles(ctx context.Context) diag.Diagnostics {
	roles, diags := m.roles(ctx)
	given := func(v types.String) bool { return !v.IsNull() && !v.IsUnknown() }
	for i, role := range roles {
		at := path.Root("roles").AtListIndex(i)
		switch {
		case given(role.ResourceID) && (given(role.Site) || given(role.Product)):
			diags.AddAttributeError(at, "The app is named twice", "resource_id names the app of the role, and so do site and product. Set either resource_id, or site and product.")
		case given(role.Site) && role.Product.IsNull(), given(role.Product) && role.Site.IsNull():
			diags.AddAttributeError(at, "The app is incomplete", "A role is on one product of a site. Set site and product together, such as site = \"acme\" and product = \"jira-software\".")
		case role.ResourceID.IsNull() && role.Site.IsNull() && role.Product.IsNull():
			diags.AddAttributeError(at, "The app is missing", "A role needs an app. Set either resource_id, or site and product.")
		}
	}
	return diags
}

// invitedRoles finds the apps of the roles. Planning says that a list of apps that cannot be read refuses nothing.
func (r *userResource) invitedRoles(ctx context.Context, model *userModel, planning bool) ([]invitations.Role, diag.Diagnostics) {
	roles, diags := model.roles(ctx)
	invited := make([]invitations.Role, 0, len(roles))
	for i, role := range roles {
		resourceID := role.ResourceID.ValueString()
		if resourceID == "" && role.Site.ValueString() != "" && role.Product.ValueString() != "" {
			at := path.Root("roles").AtListIndex(i)
			place := base.RolePlace{Site: at.AtName("site"), Product: at.AtName("product"), ResourceID: at.AtName("resource_id")}
			found, err := r.Organization.Sites.RoleResource(ctx, role.Site.ValueString(), role.Product.ValueString())
			var refused *site.RoleResourceError
			switch {
			case errors.As(err, &refused):
				diags.Append(place.Refused(refused))
			case err != nil && planning:
				tflog.Debug(ctx, "the app of a role stays unknown until apply", map[string]any{"error": err.Error()})
			case err != nil:
				diags.Append(base.FailedAt(place.Site, cannotInvite, err))
			}
			resourceID = found
		}
		invited = append(invited, invitations.Role{ResourceID: resourceID, RoleID: role.Role.ValueString()})
	}
	return invited, diags
}
