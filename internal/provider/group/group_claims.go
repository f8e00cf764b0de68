// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// claimName notes that the configuration has a group of the name. It is an error if another resource has the same name.
func (r *groupResource) claimName(ctx context.Context, planned *groupModel, creates bool, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	if r.Organization == nil || planned.Name.IsUnknown() || planned.DirectoryID.IsUnknown() {
		return diags
	}
	claim := organization.Claim{
		Of:   organization.GroupNameSubject(planned.DirectoryID.ValueString(), planned.Name.ValueString()),
		Weak: !creates,
		By:   "atlassian_group named " + base.Quoted(planned.Name.ValueString()),
	}
	list := []organization.Claim{claim}
	if id := planned.ID.ValueString(); id != "" { // what belongs to the group need not wonder whether it goes
		list = append(list, organization.Claim{Of: organization.GroupSubject(planned.key()), By: claim.By})
	}
	diags.Append(base.Conflicts(ctx, r.Organization, r.Organization.Claims.Claim(holder, list...))...)
	return diags
}

// endName notes that the plan deletes the group. It refuses to delete a group that the same plan would create again, empty, because
// the resource has only changed its address.
func (r *groupResource) endName(ctx context.Context, prior *groupModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if r.Organization == nil {
		return diags
	}
	name := organization.GroupNameSubject(prior.DirectoryID.ValueString(), prior.Name.ValueString())
	by := "atlassian_group named " + base.Quoted(prior.Name.ValueString())
	if !r.Organization.Claims.AwaitHeld(ctx, prior.key().String(), name) && !r.Organization.Claims.PlanLeave(by, name) {
		return diags
	}
	if claim, held := r.Organization.Claims.Held(name); held && !claim.Weak {
		diags.Append(madeAgain(prior.Name.ValueString(), prior.ID.ValueString()))
	}
	return diags
}

// madeAgain is the refusal to delete a group and to create it again under another address of the configuration.
func madeAgain(name, id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The group would be deleted and made again", fmt.Sprintf(
		"The plan deletes group %s (%s), and creates a group of the same name for another resource of this configuration. Its members and roles would be lost. "+
			"If the resource has only changed its address, write a moved block, which keeps the group:\n\n"+
			"moved {\n  from = atlassian_group.OLD_NAME\n  to   = atlassian_group.NEW_NAME\n}\n\n"+
			"To replace the group on purpose, destroy it first, and create the other one in another apply.", base.Quoted(name), id))
}
