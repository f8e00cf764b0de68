// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// An apply must not clear findings against an attestation that no person has answered. Otherwise a pipeline that applies every
// difference would reset the tripwire in each run. A person answers by a change of attested_at, attested_by or settings, or by a
// new text in review.

// unanswered is what is found against an attestation that an apply would renew, together with the words of the person who
// attested it. The plan stores it beside the state, because Terraform plans a replacement, for example for -replace, a second
// time without the state.
type unanswered struct {
	// Changes are lines of a message.
	Changes []string `json:",omitempty"`
	// Lapsed is set if the attestation has expired.
	Lapsed bool `json:",omitempty"`
	// PolicyID is the policy. The other fields are what a person has written.
	PolicyID   string `json:",omitempty"`
	AttestedAt string `json:",omitempty"`
	AttestedBy string `json:",omitempty"`
	Settings   string `json:",omitempty"`
	Review     string `json:",omitempty"`
	// Imported is set if only the time is known of what a person has written.
	Imported bool `json:",omitempty"`
}

const unansweredKey = "unanswered"

// unanswered returns what the apply of a plan would clear.
func (m *attestationModel) unanswered(ctx context.Context, plan *attestationModel, now time.Time) (unanswered, diag.Diagnostics) {
	if m.AttestedAt.IsNull() { // nothing was attested that anything could contradict
		return unanswered{}, nil
	}
	changes, diags := m.outstanding(ctx, plan)
	u := unanswered{
		Lapsed: m.lapsed(now) || m.lapsesBy(plan, now), PolicyID: m.PolicyID.ValueString(), AttestedAt: m.AttestedAt.ValueString(), AttestedBy: m.AttestedBy.ValueString(),
		Settings: m.Settings.String(), Review: strings.TrimSpace(m.Review.ValueString()),
		Imported: m.AttestedBy.IsNull(),
	}
	for _, change := range changes {
		u.Changes = append(u.Changes, change.String())
	}
	return u, diags
}

// note stores what is unanswered beside a planned or a finished state.
func (u unanswered) note(ctx context.Context, kept base.Private) diag.Diagnostics {
	return base.Note(ctx, kept, unansweredKey, u)
}

// readUnanswered reads the note of an earlier plan, if there is one. A note that cannot be read is an error, because it may be a
// finding.
func readUnanswered(ctx context.Context, kept base.Private) (unanswered, diag.Diagnostics) {
	var u unanswered
	data, diags := kept.GetKey(ctx, unansweredKey)
	if len(data) > 0 {
		if err := json.Unmarshal(data, &u); err != nil {
			diags.AddError("Cannot read what the plan knows of the attestation", err.Error())
		}
	}
	return u, diags
}

// answeredBy reports whether the configuration has a new answer of a person. An unknown value may be one. Configured is
// attested_at in the configuration.
func (u unanswered) answeredBy(m *attestationModel, configured types.String) bool {
	return u.mayBeAnsweredBy(m, configured) || u.isAnsweredBy(m, configured)
}

func (u unanswered) mayBeAnsweredBy(m *attestationModel, configured types.String) bool {
	return configured.IsUnknown() || m.AttestedBy.IsUnknown() || m.Review.IsUnknown() || !m.settingsKnown()
}

// settingsKnown reports whether all settings are known.
func (m *attestationModel) settingsKnown() bool {
	for _, value := range m.Settings.Attributes() {
		if value.IsUnknown() {
			return false
		}
	}
	return !m.Settings.IsUnknown()
}

func (u unanswered) isAnsweredBy(m *attestationModel, configured types.String) bool {
	again := newTime(configured, types.StringValue(u.AttestedAt))
	if u.Imported { // every word is new to the state, also one that is older than what was found
		return again
	}
	review := strings.TrimSpace(m.Review.ValueString())
	return again ||
		!m.AttestedBy.IsUnknown() && m.AttestedBy.ValueString() != u.AttestedBy ||
		m.settingsKnown() && m.Settings.String() != u.Settings ||
		review != "" && review != u.Review
}

// newTime reports whether a configured time differs from the time of the state, however they are spelled.
func newTime(configured, prior types.String) bool {
	if configured.IsNull() || configured.IsUnknown() {
		return false
	}
	a, errA := time.Parse(time.RFC3339, configured.ValueString())
	b, errB := time.Parse(time.RFC3339, prior.ValueString())
	return errA != nil || errB != nil || !a.Equal(b)
}

// outstanding returns the changes in a state that the apply of a plan would clear.
func (m *attestationModel) outstanding(ctx context.Context, plan *attestationModel) ([]changeModel, diag.Diagnostics) {
	changes, diags := changesOf(ctx, m)
	ignored, _ := plan.IgnoredActions.Strings() // a person has found these to be about something else
	return slices.DeleteFunc(changes, func(c changeModel) bool { return slices.Contains(ignored, c.Action.ValueString()) }), diags
}

// lapsed reports whether the attestation of a state has expired, by its last refresh or by now.
func (m *attestationModel) lapsed(now time.Time) bool {
	attested, err := m.attestedAt()
	return m.Expired.ValueBool() || err == nil && !attested.IsZero() && m.expiredAt(attested, now)
}

// lapsesBy reports whether the attestation of a state has expired according to the validity that a plan gives it.
func (m *attestationModel) lapsesBy(plan *attestationModel, now time.Time) bool {
	attested, err := m.attestedAt()
	return err == nil && !attested.IsZero() && !plan.ValidForDays.IsUnknown() && plan.expiredAt(attested, now)
}

// clears reports whether an apply would clear anything.
func (u unanswered) clears() bool { return len(u.Changes) > 0 || u.Lapsed }

// refuse refuses to clear findings that no person has answered.
func (u unanswered) refuse(m *attestationModel, configured types.String) diag.Diagnostics {
	if u.answeredBy(m, configured) {
		return nil
	}
	return u.refusals(m, configured)
}

// refuseReplacement is the same for an attestation that replaces another one for the same policy. An unknown value is no answer
// there, because the apply does not know what it replaces.
func (u unanswered) refuseReplacement(m *attestationModel, configured types.String) diag.Diagnostics {
	another := !m.PolicyID.IsUnknown() && !organization.SamePolicy(u.PolicyID, m.PolicyID.ValueString())
	if another || u.isAnsweredBy(m, configured) {
		return nil
	}
	return u.refusals(m, configured)
}

func (u unanswered) refusals(m *attestationModel, configured types.String) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(u.Changes) > 0 {
		diags.AddAttributeError(u.answerAt(m, configured), "No person has answered for the changes", fmt.Sprintf(
			"The audit log shows changes to authentication policy %s since %s. This apply would attest its settings again, but the configuration contains no answer of a person:%s\n\n"+
				"Nothing is attested. %s", m.PolicyID.ValueString(), u.AttestedAt, base.BulletList(u.Changes), u.howToAnswer(m, configured)))
	}
	if u.Lapsed {
		diags.AddAttributeError(u.answerAt(m, configured), "No person has renewed the attestation", fmt.Sprintf(
			"The attestation of authentication policy %s has expired. This apply would attest its settings again, but the configuration contains no answer of a person. Nothing is attested. %s",
			m.PolicyID.ValueString(), u.howToAnswer(m, configured)))
	}
	return diags
}

// refuseUnknown refuses an answer that is unknown during the plan. A person writes a text. A value that only the apply knows,
// such as timestamp(), would be another one in every run, and would renew an attestation even if there is nothing to clear.
func (u unanswered) refuseUnknown(m *attestationModel, configured types.String) diag.Diagnostics {
	if u.PolicyID == "" || !u.clears() && !configured.IsUnknown() || u.isAnsweredBy(m, configured) {
		return nil
	}
	var diags diag.Diagnostics
	for _, answer := range []struct {
		name string
		open bool
	}{
		{"attested_at", configured.IsUnknown()}, {"attested_by", m.AttestedBy.IsUnknown()}, {"review", m.Review.IsUnknown()}, {"settings", !m.settingsKnown()},
	} {
		if answer.open {
			diags.AddAttributeError(path.Root(answer.name), "The answer of a person is unknown", fmt.Sprintf(
				"%s is unknown during the plan, as with timestamp() or an attribute of a resource that does not exist yet. So it is not what a person has written. "+
					"An apply would attest the settings of authentication policy %s again with it. Write %s as a text. %s",
				answer.name, u.PolicyID, answer.name, u.howToAnswer(m, configured)))
		}
	}
	return diags
}

// answerAt returns the attribute that a person should change.
func (u unanswered) answerAt(m *attestationModel, configured types.String) path.Path {
	switch {
	case u.Imported:
		return path.Root("attested_at")
	case !m.Review.IsNull():
		return path.Root("review")
	case !configured.IsNull():
		return path.Root("attested_at")
	default:
		return path.Root("attested_by")
	}
}

// howToAnswer says which line a person should change.
func (u unanswered) howToAnswer(m *attestationModel, configured types.String) string {
	if u.Imported {
		return "The state comes from an import, which does not contain what a person wrote at the time. So a person must look at the policy in " + policyConsole +
			", correct the settings that differ, and set attested_at to the time of that look."
	}
	line := "write a new text in review, for example review = \"" + time.Now().UTC().Format(time.DateOnly) + ": looked again, nothing differs\""
	switch {
	case m.Review.IsUnknown() || configured.IsUnknown():
	case !m.Review.IsNull():
		line += fmt.Sprintf(" (it is still %s)", base.Quoted(m.Review.ValueString()))
	case !configured.IsNull():
		line = fmt.Sprintf("change attested_at (it is still %s) to the time when you looked, or write a new text in review", base.Quoted(configured.ValueString()))
	}
	return "First, a person must look at the policy in " + policyConsole + ", and correct the settings that differ. Then " + line + ". A change of attested_at, attested_by or settings is an answer, too."
}

// refuseTime refuses a time of attestation that is not valid now.
func (m *attestationModel) refuseTime(at, now time.Time) diag.Diagnostics {
	var diags diag.Diagnostics
	switch {
	case at.After(now):
		diags.AddAttributeError(path.Root("attested_at"), "The attestation is in the future", fmt.Sprintf(
			"attested_at is %s, which is after the current time (%s), so nobody can have looked at the policy then. Write the time when a person looked at the policy in %s. If you leave attested_at out, it is the time of the apply.",
			base.RFC3339(at), base.RFC3339(now), policyConsole))
	case m.expiredAt(at, now):
		diags.AddAttributeError(path.Root("attested_at"), "The attestation has expired", fmt.Sprintf(
			"attested_at is %s, and an attestation is valid for %d days (valid_for_days), so this one has expired. Look at the policy in %s again, and write the time of that look.",
			base.RFC3339(at), m.ValidForDays.ValueInt64(), policyConsole))
	}
	return diags
}

// refuseLater refuses to attest settings that were changed after the configured time. A change at an unknown time counts as
// later, unless an earlier attestation has seen it.
func (m *attestationModel) refuseLater(events []audit.Event, names map[string]string, known acknowledged, at time.Time) diag.Diagnostics {
	ignored, _ := m.IgnoredActions.Strings()
	var later []changeModel
	timeless := ""
	for _, event := range events {
		unclear := event.Time.IsZero() && !slices.Contains(known, eventKey(event))
		if unclear {
			timeless = " A change without a known time may be later than attested_at. To attest anyway, leave attested_at out, and write what you found into review."
		}
		if (unclear || event.Time.After(at)) && !slices.Contains(ignored, event.Action) {
			later = append(later, newChangeModel(event, names))
		}
	}
	if len(later) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("attested_at"), "The policy was changed after attested_at", fmt.Sprintf(
		"The audit log shows changes to authentication policy %s after %s, the time in attested_at:%s\n\n"+
			"Nothing is attested. Look at the policy in %s again, correct the settings that differ, and write the time of that look.%s",
		m.PolicyID.ValueString(), base.RFC3339(at), listedChanges(later), policyConsole, timeless))}
}

// deletedPolicy says that the policy no longer exists, which no attestation can change.
func (m *attestationModel) deletedPolicy() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("policy_id"), "The policy was deleted", fmt.Sprintf(
		"The audit log shows that authentication policy %s was deleted. There is nothing to attest, and its members are in another policy now. "+
			"Nothing is attested. Remove this resource from the configuration, or change policy_id to the policy that took its place. "+
			"If a person finds in %s that the policy is still there, list the action of the event in ignored_actions.", m.PolicyID.ValueString(), policyConsole))
}
