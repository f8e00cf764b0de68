// SPDX-License-Identifier: MPL-2.0

package posture

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
)

// Parameters tune the controls. What has no default and is not given leaves its control unknown.
type Parameters struct {
	// At is the moment from which days are counted.
	At time.Time
	// Now is the time of the read, which may be later than At: what is said to have happened after it is not known. Zero: At.
	Now time.Time
	// Domains must be verified; without them, one verified domain is enough.
	Domains []string
	// IntendedPolicies are the authentication policies in which managed accounts may be.
	IntendedPolicies []string
	// MinTwoStepPercent is the least share of managed accounts in use that have two-step verification.
	MinTwoStepPercent int
	// SingleSignOnPolicies must have single sign-on; without them, all intended policies.
	SingleSignOnPolicies []string
	// Attestations are what a person has seen of authentication policies, by their IDs.
	Attestations map[string]Attestation
	// AttestedWithinDays is how old an attestation may be.
	AttestedWithinDays int
	// MaxAdmins is how many organization admins there may be.
	MaxAdmins int
	// DormantAfterDays is after how many days without activity an account is dormant, and DormantAfterDaysByApp the same by the key of an app.
	DormantAfterDays      int
	DormantAfterDaysByApp map[string]int
	// ExpiryDays is how many days before they expire keys and tokens have to be replaced.
	ExpiryDays int
	// UnusedDays is how old a key or token may become without being used.
	UnusedDays int
	// Sites are those whose apps and backups are looked at; without them, all.
	Sites []string
	// Approvals are the reviewed apps; nil is not given, which is not the same as none.
	Approvals map[string]apps.Approval
	// MaxBackupAgeDays is how old the last backup of a site may be.
	MaxBackupAgeDays int
	// Waivers are by the ID of the control.
	Waivers map[string]Waiver
}

// Attestation is what a person has seen of an authentication policy.
type Attestation struct {
	// At is when the person looked. It is zero if that is not known.
	At time.Time
	// SingleSignOn is what the person saw of it: empty if the attestation does not say.
	SingleSignOn string
	// IgnoredActions are kinds of events that a person found not to be about settings, and WatchedActions those that counted earlier.
	IgnoredActions, WatchedActions []string
	// Found is what the resource of the attestation found. It is nil for an attestation that a person wrote by hand: then nothing tells
	// what the audit log showed at the attestation from what it showed later.
	Found *Found
	// Expired and Deleted are what the resource says of the attestation and of the policy. WithoutTwoStep and WithoutSignOn are people
	// who contradict it.
	Expired, Deleted              bool
	WithoutTwoStep, WithoutSignOn []string
}

// Found are the changes that the resource of an attestation lists.
type Found struct{ Changes []FoundChange }

// FoundChange is one of them.
type FoundChange struct{ EventID, Action string }

// Waiver is the decision of a person to live with a control that does not pass.
type Waiver struct {
	Reason string
	// Until is the last moment at which the waiver counts.
	Until time.Time
	// Said is how the configuration writes that.
	Said string
}

func (w Waiver) holds(at time.Time) bool { return !at.After(w.Until) }

// UnknownControlError says that a waiver is for a control that there is not. Such a waiver would be a waiver of nothing, and look like one.
type UnknownControlError struct {
	// IDs are what the waivers name, sorted.
	IDs []string
}

// Error lists the controls.
func (e *UnknownControlError) Error() string {
	quoted := make([]string, len(e.IDs))
	for i, id := range e.IDs {
		quoted[i] = fmt.Sprintf("%q", id)
	}
	return fmt.Sprintf("there is no control %s; the controls are: %s", strings.Join(quoted, ", "), strings.Join(IDs(), ", "))
}

// CheckWaivers refuses waivers of controls that there are not.
func CheckWaivers(ids []string) error {
	known := IDs()
	strange := slices.DeleteFunc(slices.Sorted(slices.Values(ids)), func(id string) bool { return slices.Contains(known, id) })
	if len(strange) > 0 {
		return &UnknownControlError{IDs: strange}
	}
	return nil
}

// signOnPolicies are the policies whose attestations count, sorted.
func (p Parameters) signOnPolicies() []string {
	switch {
	case len(p.SingleSignOnPolicies) > 0:
		return slices.Sorted(slices.Values(p.SingleSignOnPolicies))
	case len(p.IntendedPolicies) > 0:
		return slices.Sorted(slices.Values(p.IntendedPolicies))
	}
	return slices.Sorted(maps.Keys(p.Attestations))
}

// attestation finds the attestation of a policy, in whichever spelling of its ID. Of several, the oldest counts: since that one, most can
// have changed.
func (p Parameters) attestation(policyID string) (oldest Attestation, found bool) {
	for _, id := range slices.Sorted(maps.Keys(p.Attestations)) {
		attestation := p.Attestations[id]
		if samePolicy(id, policyID) && (!found || attestation.At.Before(oldest.At)) {
			oldest, found = attestation, true
		}
	}
	return oldest, found
}

// ahead reports whether a time is in the future of the read, so that it says nothing.
func (p Parameters) ahead(at time.Time) bool {
	if p.Now.IsZero() {
		return review.Ahead(at, p.At)
	}
	return review.Ahead(at, p.Now)
}

const day = 24 * time.Hour

// days is a number of days as a duration.
func days(n int) time.Duration { return time.Duration(n) * day }
