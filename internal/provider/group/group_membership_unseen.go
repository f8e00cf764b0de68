// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// Atlassian's search shows a new member some seconds after Atlassian has acknowledged the addition. Terraform applies ten objects at a
// time, so an apply that waited for the search would take these seconds for every ten memberships. It does not wait: it notes in private
// data when it added the member. A refresh that does not find the member then looks until the search has had its time, counted from the
// addition. Afterwards the search is right: an addition that was acknowledged and never shows up is drift.
//
// A refresh leaves the note alone. If it removed the note, "terraform plan -refresh-only -detailed-exitcode" would end with 2 for each new
// membership, beside the words "No changes", until the next apply.

// unseenKey is the key in private data of when a member was added whom the search did not show then.
const unseenKey = "unseen_since"

// unseenFor is how long the note counts. It is much longer than the search lags, so that the next plan, often that of the next day, still
// says that the addition may never have taken effect.
const unseenFor = 24 * time.Hour

// noteUnseen notes that a member was added now whom the search does not show yet, or removes the note.
func noteUnseen(ctx context.Context, private base.Private, unseen bool) diag.Diagnostics {
	if !unseen {
		return private.SetKey(ctx, unseenKey, nil)
	}
	return base.Note(ctx, private, unseenKey, time.Now().UTC())
}

// readUnseen is when the member was added, if the search did not show the member then. It is zero if that is long ago. A note that cannot be
// read is none: the member then has to show up at once.
func readUnseen(ctx context.Context, private base.Private) (added time.Time, diags diag.Diagnostics) {
	data, diags := private.GetKey(ctx, unseenKey)
	if len(data) == 0 || json.Unmarshal(data, &added) != nil || time.Since(added) > unseenFor {
		return time.Time{}, diags
	}
	return added, diags
}

// stillMember looks for the member, patiently if it was added a moment ago.
func (r *groupMembershipResource) stillMember(ctx context.Context, model *groupMembershipModel, added time.Time) (organization.Account, bool, error) {
	if added.IsZero() {
		return r.Organization.Groups.StillMember(ctx, model.key(), model.AccountID.ValueString())
	}
	return r.Organization.Groups.StillAdded(ctx, model.key(), model.AccountID.ValueString(), added)
}

// warnOfNeverSeen says that an addition is drift now. The plan shows only that the membership is created again.
func warnOfNeverSeen(model *groupMembershipModel, added time.Time) diag.Diagnostic {
	return diag.NewWarningDiagnostic("An added member is not in the group", fmt.Sprintf(
		"An apply added account %s to group %s at %s, and Atlassian acknowledged that. Atlassian's search does not show the member now. Either the addition never took effect, or somebody has removed the member since. "+
			"Terraform plans to add the member again, if the configuration still has it.",
		model.AccountID.ValueString(), model.GroupID.ValueString(), added.Format(time.RFC3339)))
}
