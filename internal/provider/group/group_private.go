// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// Beside the state, Terraform keeps what only the provider needs to know.
const (
	// replaceableKey holds the group that a plan is about. If Terraform replaces the group, it plans the new one as if the old one
	// did not exist, and hands over only this note.
	replaceableKey = "replaceable"
	// unconfirmedKey holds what is known of a creation whose group was never identified.
	unconfirmedKey = "unconfirmed"
)

// replaceable is the note of the group that a plan is about.
type replaceable struct {
	DirectoryID        string `json:"directory_id"`
	GroupID            string `json:"group_id"`
	Name               string `json:"name"`
	ManagedBy          string `json:"managed_by"`
	ExternalSynced     bool   `json:"external_synced"`
	DeletionProtection bool   `json:"deletion_protection"`
	// Said is set where the plan has already said what the group takes along.
	Said bool `json:"said"`
}

// model is the noted group, as far as its deletion needs it.
func (r replaceable) model() groupModel {
	return groupModel{
		ID: types.StringValue(r.GroupID), DirectoryID: types.StringValue(r.DirectoryID), Name: types.StringValue(r.Name),
		ManagedBy: types.StringValue(r.ManagedBy), ExternalSynced: types.BoolValue(r.ExternalSynced), DeletionProtection: types.BoolValue(r.DeletionProtection),
	}
}

func writeReplaceable(ctx context.Context, private base.Private, m *groupModel, said bool) diag.Diagnostics {
	return base.Note(ctx, private, replaceableKey, replaceable{
		DirectoryID: m.DirectoryID.ValueString(), GroupID: m.ID.ValueString(), Name: m.Name.ValueString(), ManagedBy: m.ManagedBy.ValueString(),
		ExternalSynced: m.ExternalSynced.ValueBool(), DeletionProtection: m.DeletionProtection.ValueBool(), Said: said,
	})
}

// readReplaceable reads the note of the group that is replaced. It is empty where there is no note.
func readReplaceable(ctx context.Context, private base.Private) (note replaceable, diags diag.Diagnostics) {
	data, diags := private.GetKey(ctx, replaceableKey)
	if len(data) > 0 && json.Unmarshal(data, &note) != nil {
		return replaceable{}, diags // only a help
	}
	return note, diags
}

// writeUnconfirmed notes whether the answer to a creation was lost.
func writeUnconfirmed(ctx context.Context, private base.Private, lost bool) diag.Diagnostics {
	return base.Note(ctx, private, unconfirmedKey, lost)
}

// readUnconfirmed reads whether the answer to a creation was lost. Without a note, it may have been lost.
func readUnconfirmed(ctx context.Context, private base.Private) (lost bool, diags diag.Diagnostics) {
	data, diags := private.GetKey(ctx, unconfirmedKey)
	return len(data) == 0 || json.Unmarshal(data, &lost) != nil || lost, diags
}
