// SPDX-License-Identifier: MPL-2.0

package posture

import (
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
)

// judgeChanges looks for changes since an attestation, and returns how many there are. An event without a time may be one, and so may
// one that is a little older than the attestation: the audit log may have shown it later, so that the person did not know of it.
func judgeChanges(policy string, attestation Attestation, events []audit.Event, e *Evidence) int {
	changes, undated, late := 0, 0, 0
	found := attestation.found()
	for _, event := range events {
		switch {
		case slices.Contains(attestation.IgnoredActions, event.Action):
		case slices.Contains(found, event.ID) && event.ID != "": // it is counted below
		case event.Time.IsZero():
			undated++
		case !event.Time.Before(attestation.At):
			changes++
		case attestation.Found == nil:
			late++
		}
	}
	changes += len(found)
	if changes > 0 {
		e.fail("the audit log shows %s of policy %s since it was attested", things(changes, "change", "changes"), atlassian.Word(policy))
	}
	if undated > 0 {
		e.unsure("the audit log has %s about policy %s that may be later than its attestation", things(undated, "event without a time", "events without a time"), atlassian.Word(policy))
	}
	if late > 0 {
		e.unsure("the audit log has %s about policy %s from shortly before its attestation, which it may have shown only later: look at the policy again and attest it, or give the whole resource of the attestation, which knows",
			things(late, "event", "events"), atlassian.Word(policy))
	}
	return changes + undated + late
}

// found are the IDs of the changes that the resource lists, each once, without those of ignored actions.
func (a Attestation) found() []string {
	if a.Found == nil {
		return nil
	}
	var ids []string
	for _, change := range a.Found.Changes {
		if !slices.Contains(a.IgnoredActions, change.Action) && !slices.Contains(ids, change.EventID) {
			ids = append(ids, change.EventID)
		}
	}
	return ids
}

// uncontradicted reports whether nothing that the resource of an attestation found speaks against it.
func uncontradicted(policy string, attestation Attestation, e *Evidence) bool {
	sound := true
	against := func(is bool, format string, args ...any) {
		if is {
			e.fail(format, args...)
			sound = false
		}
	}
	against(attestation.Expired, "the attestation of policy %s has expired", atlassian.Word(policy))
	against(attestation.Deleted, "the audit log shows that policy %s was deleted", atlassian.Word(policy))
	for _, one := range []struct {
		people []string
		what   string
	}{{attestation.WithoutTwoStep, "two-step verification"}, {attestation.WithoutSignOn, "a sign of single sign-on"}} {
		against(len(one.people) > 0, "the attestation of policy %s is contradicted by %s without %s: %s",
			atlassian.Word(policy), things(len(one.people), "member", "members"), one.what, some(one.people))
	}
	return sound
}
