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

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const cannotReadLog = "Cannot find out whether the policy was changed"

// acknowledgedKey is the key of the private data for the events that the audit log showed at the attestation: see [acknowledged].
const acknowledgedKey = "acknowledged"

// acknowledged are the events that the audit log showed at the attestation, from the time for which it may not have been
// complete. So an event that it shows later differs from those that the person could know. Nil means that there is no note, for
// example after an import.
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

// eventKey identifies an event, even one without an ID.
func eventKey(event audit.Event) string {
	if event.ID != "" {
		return event.ID
	}
	return strings.Join([]string{base.RFC3339(event.Time), event.Action, actor(event)}, " ")
}

// acknowledge returns the events that the audit log shows since the attestation, and in the time before for which it may not be
// complete, besides the changes that a person has seen.
func (r *attestationResource) acknowledge(events []audit.Event, at time.Time, seen []changeModel) acknowledged {
	since := at.Add(-r.Organization.Audit.LoggedWithin())
	note := acknowledged{}
	for _, change := range seen {
		note = append(note, change.EventID.ValueString())
	}
	for _, event := range events {
		if key := eventKey(event); (event.Time.IsZero() || !event.Time.Before(since)) && !slices.Contains(note, key) {
			note = append(note, key)
		}
	}
	return note
}

// evidence is what the audit log shows of a policy.
type evidence struct {
	// changes are the events since the attestation, oldest first.
	changes []changeModel
	// deleted is set if one of the events, even an acknowledged one, says that the policy was deleted.
	deleted bool
}

// changes returns what happened to the policy's settings since the attestation, without the ignored actions. It includes the
// changes of the state: an event has happened, even if the log does not show it any more.
func (r *attestationResource) changes(ctx context.Context, m *attestationModel, known acknowledged, ignored []string) (evidence, error) {
	attested, err := m.attestedAt()
	if err != nil {
		return evidence{}, err
	}
	now := time.Now()
	since := r.Organization.Audit.Unseen(attested, now)
	if known == nil && attested.After(since) && !attested.After(now) {
		since = attested // without a note, what the log showed at the attestation cannot be told from what it shows late
	}
	names, err := r.actionNames(ctx)
	if err != nil {
		return evidence{}, err
	}
	policyID := m.PolicyID.ValueString()
	events, err := r.Organization.Audit.PolicyChanges(ctx, policyID, since, m.stillWatched(ignored)...)
	if err != nil {
		return evidence{}, err
	}
	found := evidence{changes: []changeModel{}}
	for _, event := range events {
		if slices.Contains(ignored, event.Action) {
			continue
		}
		found.deleted = found.deleted || audit.IsPolicyDeletion(event, names[event.Action], policyID)
		if !slices.Contains(known, eventKey(event)) {
			found.changes = append(found.changes, newChangeModel(event, names))
		}
	}
	seen, _ := changesOf(ctx, m)
	found.remember(m, seen, known, ignored)
	return found, nil
}

// remember adds the changes of a state that the log does not show.
func (e *evidence) remember(m *attestationModel, seen []changeModel, known acknowledged, ignored []string) {
	counts := false
	added := false
	for _, change := range seen {
		id := change.EventID.ValueString()
		if slices.Contains(ignored, change.Action.ValueString()) || slices.Contains(known, id) {
			continue
		}
		counts = true
		if !slices.ContainsFunc(e.changes, func(c changeModel) bool { return c.EventID.Equal(change.EventID) }) {
			e.changes, added = append(e.changes, change), true
		}
	}
	e.deleted = e.deleted || counts && m.Deleted.ValueBool()
	if added {
		slices.SortStableFunc(e.changes, func(a, b changeModel) int { return strings.Compare(a.Time.ValueString(), b.Time.ValueString()) })
	}
}

// actionNames returns the names of the actions about policies' settings, by ID.
func (r *attestationResource) actionNames(ctx context.Context) (map[string]string, error) {
	actions, err := r.Organization.Audit.PolicyActions(ctx)
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(actions))
	for _, action := range actions {
		names[action.ID] = action.Name
	}
	return names, nil
}

// watched returns the IDs of the actions whose events count, sorted.
func (r *attestationResource) watched(ctx context.Context, m *attestationModel) ([]string, error) {
	actions, err := r.Organization.Audit.PolicyActions(ctx)
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

// stillWatched returns the actions that a state watches, without the ignored ones. It keeps an action that the log no longer
// lists.
func (m *attestationModel) stillWatched(ignored []string) []string {
	var ids []string
	for _, value := range m.WatchedActions.Elements() {
		if id, ok := value.(types.String); ok && !slices.Contains(ignored, id.ValueString()) {
			ids = append(ids, id.ValueString())
		}
	}
	return ids
}

// union merges two sorted lists. Each element is in the result once.
func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// nothingWatched is the refusal to attest settings about which no event could ever be found.
func nothingWatched(m *attestationModel) diag.Diagnostic {
	ignored, _ := m.IgnoredActions.Strings()
	return diag.NewAttributeErrorDiagnostic(path.Root("ignored_actions"), "Nothing is left to watch",
		"ignored_actions lists every action of the audit log that seems to be about the settings of authentication policies, so the provider would never see a change: "+base.ShortList(ignored)+". "+
			"Ignore only actions that a person found not to be about settings.")
}

// changesOf decodes the changes of a state.
func changesOf(ctx context.Context, m *attestationModel) ([]changeModel, diag.Diagnostics) {
	if m.Changes.IsNull() {
		return nil, nil
	}
	var changes []changeModel
	diags := m.Changes.ElementsAs(ctx, &changes, false)
	return changes, diags
}

// changeList encodes changes for a state.
func changeList(ctx context.Context, changes []changeModel) (types.List, diag.Diagnostics) {
	return types.ListValueFrom(ctx, changeType, changes)
}

// listedChanges lists changes, one in each line.
func listedChanges(changes []changeModel) string {
	lines := make([]string, len(changes))
	for i, change := range changes {
		lines[i] = change.String()
	}
	return base.BulletList(lines)
}
