// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// planRename says why the apply cannot change the name or the description.
func (r *groupResource) planRename(ctx context.Context, prior, planned *groupModel) diag.Diagnostics {
	var diags diag.Diagnostics
	change, changes := prior.change(planned)
	switch {
	case !changes || r.Organization == nil:
	case prior.ExternalSynced.ValueBool():
		diags.AddAttributeError(changedAt(prior, planned), "The group is synced from an identity provider", fmt.Sprintf(
			"%s An identity provider keeps the group (managed_by is %q), and Atlassian refuses to change it. %s Or change it in the identity provider.",
			shownAndWanted(prior, planned), prior.ManagedBy.ValueString(), takeOver(prior, planned)))
	case !r.Organization.Allows(organization.GroupUpdate):
		diags.AddAttributeWarning(changedAt(prior, planned), "Apply will not change the group", notAllowed(prior, planned))
	case change.Name != nil:
		diags.Append(r.nameOfAnother(ctx, prior, *change.Name)...)
	}
	return diags
}

// nameOfAnother refuses a new name that another group has. It does not refuse the name of a group of this configuration, which may get
// another name in the same apply. A check that fails is no refusal.
func (r *groupResource) nameOfAnother(ctx context.Context, prior *groupModel, name string) diag.Diagnostics {
	var diags diag.Diagnostics
	found, taken, err := r.Organization.Groups.Namesake(ctx, prior.DirectoryID.ValueString(), name)
	if err != nil {
		tflog.Debug(ctx, "whether the group's new name is taken stays unknown", map[string]any{"error": err.Error()})
	}
	if !taken || found.ID == prior.ID.ValueString() || r.Organization.Claims.Known(organization.GroupSubject(organization.GroupKey{DirectoryID: prior.DirectoryID.ValueString(), GroupID: found.ID})) {
		return diags
	}
	// Terraform plans an update once more while it applies, where an error does no harm: the group stays as it is.
	diags.AddAttributeError(path.Root("name"), "Another group has the name", fmt.Sprintf(
		"Group %s cannot be renamed to %s, because group %s of the same directory has that name. Choose another name, or rename or delete that group first.",
		prior.ID.ValueString(), base.Quoted(name), found.ID))
	return diags
}

// rename changes the name or the description, if the configuration allows that. An error leaves the state as it is.
func (r *groupResource) rename(ctx context.Context, prior, planned *groupModel) diag.Diagnostics {
	var diags diag.Diagnostics
	const failed = "Cannot change the group"
	if !r.Organization.Allows(organization.GroupUpdate) {
		diags.AddAttributeError(changedAt(prior, planned), failed, notAllowed(prior, planned))
		return diags
	}
	change, _ := prior.change(planned)
	updated, err := r.Organization.Groups.Update(ctx, prior.key(), change)
	var unsupported *organization.UnsupportedError
	switch {
	case err == nil:
		planned.complete(updated)
	case meaning.IsAcknowledged(err) && updated.ID != "":
		planned.complete(updated)
		diags.AddWarning("The change of the group is not visible everywhere", "Atlassian has changed the group, but its search does not show that yet. A plan may show the old value for a while. ("+err.Error()+")")
	case errors.As(err, &unsupported):
		diags.Append(base.Failed(failed, err))
		diags[0] = diag.NewErrorDiagnostic(failed, diags[0].Detail()+"\n\n"+shownAndWanted(prior, planned)+" Take \"group_update\" out of experimental in the provider block, report this, and choose another way:\n\n"+otherWays(prior, planned))
	default:
		diags.Append(base.Failed(failed, err))
	}
	return diags
}

// notAllowed says why the apply does not change the group, and what to do.
func notAllowed(prior, planned *groupModel) string {
	return shownAndWanted(prior, planned) + " Atlassian has had an operation to change that since November 2026, but its form could not be checked. So the provider does not send it unless you allow it. " +
		"Unless the plan replaces the group, apply fails for the group and leaves it as it is. Apply makes all changes that do not depend on the group. Choose one:\n\n" +
		otherWays(prior, planned) + "\n- To let apply send the operation in its most likely form, set experimental = [\"group_update\"] in the provider block."
}

// otherWays says how to get an empty plan without the unverified operation.
func otherWays(prior, planned *groupModel) string {
	return "- " + takeOver(prior, planned) +
		"\n- If the configuration is right, change the group in Atlassian Administration. Terraform knows it by its ID, so the next plan is empty." +
		"\n- To create a new group in its place, plan with -replace. The new one has another ID, and starts without members and roles."
}

// takeOver is the advice to use Atlassian's value.
func takeOver(prior, planned *groupModel) string {
	var lines []string
	for _, d := range differences(prior, planned) {
		if d.shown.IsNull() {
			lines = append(lines, "no "+d.attribute)
		} else {
			lines = append(lines, d.attribute+" = "+base.HCLString(d.shown.ValueString()))
		}
	}
	return "If Atlassian is right, write its value into the configuration: " + strings.Join(lines, ", ") + "."
}

// difference is an attribute that a plan changes.
type difference struct {
	attribute      string
	shown, planned types.String
}

func differences(prior, planned *groupModel) []difference {
	var all []difference
	for _, d := range []difference{{"name", prior.Name, planned.Name}, {"description", prior.Description, planned.Description}} {
		if !d.shown.Equal(d.planned) {
			all = append(all, d)
		}
	}
	return all
}

// shownAndWanted says what Atlassian shows and what the configuration wants. A plan does not know which of them is newer.
func shownAndWanted(prior, planned *groupModel) string {
	var text strings.Builder
	for _, d := range differences(prior, planned) {
		fmt.Fprintf(&text, "Atlassian shows %s %s for group %s, and the configuration has %s. ", d.attribute, inWords(d.shown), prior.ID.ValueString(), inWords(d.planned))
	}
	return strings.TrimSpace(text.String())
}

func inWords(value types.String) string {
	switch {
	case value.IsUnknown():
		return "a value that is known after apply"
	case value.IsNull():
		return "none"
	}
	return base.HCLString(value.ValueString())
}

// changedAt returns the attribute that a warning is about.
func changedAt(prior, planned *groupModel) path.Path {
	return path.Root(differences(prior, planned)[0].attribute)
}
