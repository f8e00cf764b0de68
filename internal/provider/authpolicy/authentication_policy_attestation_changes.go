// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const cannotReadLog = "Cannot find out whether the policy was changed"

// acknowledgedKey holds, beside the state, which events the audit log showed at the attestation: see [acknowledged].
const acknowledgedKey = "acknowledged"

// acknowledged are the events that the audit log showed at the attestation, of the time in which it may not have shown all
// yet. So one that it shows later is told from those that the person who attested could know. Nil is no note at all, as
// after an import.
type acknowledged []string

func readAcknowledged(ctx context.Context, kept base.Private) (acknowledged, diag.Diagnostics) {
	data, diags := kept.GetKey(ctx, acknowledgedKey)
	if len(data) == 0 {
		return nil, diags
	}
	note := acknowledged{}
	if err := json.Unmarshal(data, &note); err != nil {
		return nil, diags // then, as after an import, what happened since the attestation counts
	}
	return note, diags
}

func (a acknowledged) write(ctx context.Context, kept base.Private) diag.Diagnostics {
	return base.Note(ctx, kept, acknowledgedKey, []string(a))
}

// eventKey tells an event from others, also one without an ID.
func eventKey(event organization.Event) string {
	if event.ID != "" {
		return event.ID
	}
	return strings.Join([]string{rfc3339(event.Time), event.Action, actor(event)}, " ")
}

// acknowledge lists the events about a policy that the audit log shows now, of the time before in which it may not show
// all yet.
func (r *attestationResource) acknowledge(ctx context.Context, policyID string, now time.Time) (acknowledged, error) {
	events, err := r.Organization.PolicyChanges(ctx, policyID, now.Add(-r.Organization.LoggedWithin()))
	if err != nil {
		return nil, err
	}
	note := make(acknowledged, len(events))
	for i, event := range events {
		note[i] = eventKey(event)
	}
	return note, nil
}

// changes lists what happened to the policy's settings since the attestation, oldest first, other than by the ignored
// actions.
func (r *attestationResource) changes(ctx context.Context, m *attestationModel, known acknowledged, ignored []string) ([]changeModel, error) {
	since, err := m.attestedAt()
	if err != nil {
		return nil, err
	}
	if known != nil { // what the log showed at the attestation is told from what it shows late
		since = since.Add(-r.Organization.LoggedWithin())
	}
	if kept := time.Now().Add(-organization.AuditLogKept); since.Before(kept) {
		since = kept // there is nothing further back, and asking for it may be refused
	}
	names, err := r.actionNames(ctx)
	if err != nil {
		return nil, err
	}
	events, err := r.Organization.PolicyChanges(ctx, m.PolicyID.ValueString(), since)
	if err != nil {
		return nil, err
	}
	found := []changeModel{}
	for _, event := range events {
		if !slices.Contains(known, eventKey(event)) && !slices.Contains(ignored, event.Action) {
			found = append(found, newChangeModel(event, names))
		}
	}
	return found, nil
}

// actionNames are the names of the actions about policies' settings, by their IDs.
func (r *attestationResource) actionNames(ctx context.Context) (map[string]string, error) {
	actions, err := r.Organization.PolicyActions(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(actions))
	for _, action := range actions {
		names[action.ID] = action.Name
	}
	return names, nil
}

// watched lists the IDs of the actions whose events count, sorted.
func (r *attestationResource) watched(ctx context.Context, m *attestationModel) ([]string, error) {
	actions, err := r.Organization.PolicyActions(ctx)
	if err != nil {
		return nil, err
	}
	ignored, _ := m.IgnoredActions.Strings()
	ids := make([]string, 0, len(actions))
	for _, action := range actions {
		if !slices.Contains(ignored, action.ID) {
			ids = append(ids, action.ID)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// nothingWatched is the refusal to attest what no event could ever tell against.
func nothingWatched(m *attestationModel) diag.Diagnostic {
	ignored, _ := m.IgnoredActions.Strings()
	return diag.NewAttributeErrorDiagnostic(path.Root("ignored_actions"), "Nothing is left to watch",
		"ignored_actions lists every action of the audit log that seems to be about the settings of authentication policies, so no change would ever be seen: "+base.Shortened(ignored)+". "+
			"Ignore only actions that a person found not to be about settings.")
}

// changesOf takes the changes out of a state.
func changesOf(ctx context.Context, m *attestationModel) ([]changeModel, diag.Diagnostics) {
	if m.Changes.IsNull() {
		return nil, nil
	}
	var changes []changeModel
	diags := m.Changes.ElementsAs(ctx, &changes, false)
	return changes, diags
}

// changeList puts changes into a state.
func changeList(ctx context.Context, changes []changeModel) (types.List, diag.Diagnostics) {
	return types.ListValueFrom(ctx, changeType, changes)
}

// listedChanges puts changes below each other.
func listedChanges(changes []changeModel) string {
	lines := make([]string, len(changes))
	for i, change := range changes {
		lines[i] = change.String()
	}
	return base.Listed(lines)
}
