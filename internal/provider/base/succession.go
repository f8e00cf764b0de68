// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
)

// Terraform does not tell a provider that a deletion and a creation belong together. But it passes on private data. Its code and
// experiments show the following:
//
//   - Terraform plans a replacement by two calls. The second call gets the private data that the first one has planned.
//   - If Terraform destroys the old object first, the deletion gets the private data of the planned creation.
//   - If Terraform creates the new object first (create_before_destroy), the old one is deposed. Terraform plans its deletion again
//     during the apply, from the state alone. It plans the creation again, too, and passes nothing on.
//   - During an apply, Terraform does not call the provider for objects that do not change, and refreshes nothing.
//   - Terraform plans the deletion of a resource that has left the configuration at any time beside the plans of others, in 1.11
//     before it refreshes that resource, in other versions after it. "terraform destroy" refreshes in a walk of its own before.
//
// So a note in private data tells a deletion what is created in its place. If nothing is, the note says which run has planned the
// deletion.

// The keys of private data that all types share.
const (
	holderKey  = "holder"
	createdKey = "created_in"
	endedKey   = "ended_in"
	leavesKey  = "leaves"
	twinKey    = "twin"
	openKey    = "not_refused"
)

// Private is the private data that Terraform stores beside a state.
type Private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Holder returns the ID under which an object claims what it holds: see [claims.Registry.Claim]. The first plan creates the
// ID, and the object keeps it.
func Holder(ctx context.Context, planned Private) (string, diag.Diagnostics) {
	holder, diags := holderOf(ctx, planned)
	if holder == "" {
		holder = rand.Text()
		diags.Append(Note(ctx, planned, holderKey, holder)...)
	}
	return holder, diags
}

// holderOf is the ID that [Holder] has created before. It is empty if there is none.
func holderOf(ctx context.Context, kept Private) (holder string, diags diag.Diagnostics) {
	data, diags := kept.GetKey(ctx, holderKey)
	if len(data) == 0 || json.Unmarshal(data, &holder) != nil {
		return "", diags
	}
	return holder, diags
}

// NoteCreation notes what a planned creation is for, so that the deletion of the replaced object knows what stays.
func NoteCreation(ctx context.Context, planned Private, what any) diag.Diagnostics {
	diags := Note(ctx, planned, createdKey, what)
	diags.Append(planned.SetKey(ctx, endedKey, nil)...)
	return diags
}

// NoteLeaving notes, in the first of the two plans of a replacement, what [NoteEnd] notes for a deletion: the configuration still
// holds what the replaced object would take away. [NoteCreation] keeps the note.
func NoteLeaving(ctx context.Context, planned Private, o *organization.Organization, held bool, kept ...string) diag.Diagnostics {
	return Note(ctx, planned, leavesKey, endNote{Run: o.Claims.RunID(), Held: held, Kept: kept})
}

// Leaving reports whether a planned creation replaces an object for which the same run has called [NoteLeaving].
func Leaving(ctx context.Context, planned Private, o *organization.Organization) (bool, diag.Diagnostics) {
	data, diags := planned.GetKey(ctx, leavesKey)
	var leaves endNote
	return len(data) > 0 && json.Unmarshal(data, &leaves) == nil && leaves.Run == o.Claims.RunID(), diags
}

// endNote is what the plan of a deletion tells the deletion.
type endNote struct {
	Run  string   `json:"run"`
	Held bool     `json:"held"`
	Kept []string `json:"kept"`
}

// NoteEnd notes that this run has planned a deletion. Held says that the configuration still holds everything that the deletion
// would take away. Kept lists the part that it still holds.
func NoteEnd(ctx context.Context, planned Private, o *organization.Organization, held bool, kept ...string) diag.Diagnostics {
	diags := Note(ctx, planned, endedKey, endNote{Run: o.Claims.RunID(), Held: held, Kept: kept})
	diags.Append(planned.SetKey(ctx, createdKey, nil)...)
	diags.Append(planned.SetKey(ctx, leavesKey, nil)...)
	return diags
}

// RefuseEnd refuses a deletion in its plan. During an apply, Terraform plans the deletion of a deposed object again, from the
// state alone, so such a refusal would never end. If this run may be an apply, the plan refuses nothing. The refresh of the object that holds
// the subjects refuses instead, if one follows in this run: see [Refused]. If none follows, the deletion itself refuses, unless it deletes a deposed
// object, which takes nothing away.
func RefuseEnd(ctx context.Context, planned Private, o *organization.Organization, refusals diag.Diagnostics, subjects ...claims.Subject) diag.Diagnostics {
	if !refusals.HasError() || o.Claims.Refreshed() {
		return refusals
	}
	o.Claims.NoteRefusal(refusals, subjects...)
	return Note(ctx, planned, openKey, true)
}

// Refused returns, in a refresh, the refusals that [RefuseEnd] has kept back, because the run might have been an apply.
func Refused(o *organization.Organization, subjects ...claims.Subject) diag.Diagnostics {
	refusals, _ := o.Claims.Refusal(subjects...).(diag.Diagnostics)
	return refusals
}

// Reading notes that a refresh begins for an object that holds subjects. The returned function ends the refresh: it notes in the
// private data how many other objects of the state hold the same. If it is told to be patient, it waits a little for them. It returns what
// is [Refused].
func Reading(ctx context.Context, o *organization.Organization, kept Private, subjects ...claims.Subject) (read func(patient bool) diag.Diagnostics) {
	twins := o.Claims.ReadAgain(subjects...)
	return func(patient bool) diag.Diagnostics {
		diags := slices.Clone(Refused(o, subjects...))
		others := twins(ctx, patient)
		if others == 0 {
			diags.Append(kept.SetKey(ctx, twinKey, nil)...)
		} else {
			diags.Append(Note(ctx, kept, twinKey, others)...)
		}
		return diags
	}
}

// Ending says why an object is deleted.
type Ending struct {
	// Replaced is set where a creation follows.
	Replaced bool
	// Held is set where the plan has seen that the configuration still holds all that the deletion would take away.
	Held bool
	// Kept is the part of it that the plan has seen to be held.
	Kept []string
	// Open is set where the plan has not refused what the configuration forbids: see [RefuseEnd].
	Open bool
	// Deposed is set where the new object exists already, as the current object of the same resource. It is not known whether
	// the new object holds what this one held, unless this run has created or changed it.
	Deposed bool
	// Twin is set for a deposed object where a refresh has seen another object of the state that holds the same, and not all of those
	// have ended in this run: two deposed objects of one resource must not both leave it to the other to say what stays.
	Twin bool
}

// ReadEnding reads why Terraform deletes an object that holds subjects, the same as [Reading] was told. It fills created with the note
// of [NoteCreation]. It is called once for each deletion.
func ReadEnding(ctx context.Context, kept Private, o *organization.Organization, created any, subjects ...claims.Subject) (Ending, diag.Diagnostics) {
	var ending Ending
	data, diags := kept.GetKey(ctx, createdKey)
	ending.Replaced = len(data) > 0 && json.Unmarshal(data, created) == nil
	data, more := kept.GetKey(ctx, endedKey)
	diags.Append(more...)
	var end endNote
	if len(data) > 0 && json.Unmarshal(data, &end) == nil {
		ending.Held, ending.Kept = end.Held, end.Kept
		ending.Deposed = end.Run == o.Claims.RunID() && !o.Claims.Refreshed()
	}
	data, more = kept.GetKey(ctx, leavesKey)
	diags.Append(more...)
	var leaves endNote
	if ending.Replaced && len(data) > 0 && json.Unmarshal(data, &leaves) == nil {
		ending.Held, ending.Kept = leaves.Held, leaves.Kept
	}
	data, more = kept.GetKey(ctx, openKey)
	diags.Append(more...)
	ending.Open = len(data) > 0
	data, more = kept.GetKey(ctx, twinKey)
	diags.Append(more...)
	var others int
	if len(data) > 0 && json.Unmarshal(data, &others) != nil {
		others = 0 // of an earlier version: then more is said than need be
	}
	if ending.Deposed {
		ended := o.Claims.EndDeposed(subjects...)
		ending.Twin = others > 0 && ended <= others
	}
	return ending, diags
}

// Note stores a value in private data.
func Note(ctx context.Context, kept Private, key string, value any) diag.Diagnostics {
	data, err := json.Marshal(value)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Cannot keep what the plan knows", err.Error())}
	}
	return kept.SetKey(ctx, key, data)
}

// Conflicts is the error that two objects of the configuration claim the same thing, or that one claims it too late. During an
// apply, no claim is too late: Terraform then plans only the deletion of deposed objects, which takes away nothing that may be
// held.
func Conflicts(ctx context.Context, o *organization.Organization, conflicts []claims.Conflict) diag.Diagnostics {
	var diags diag.Diagnostics
	var first []string
	by, seen := "", make(map[string]bool, len(conflicts))
	for _, c := range conflicts {
		if c.Late {
			if !slices.Contains(first, c.Other.By) {
				first, by = append(first, c.Other.By), c.Claim.By
			}
			continue
		}
		both := Capitalized(c.Claim.By) + " and " + c.Other.By
		if c.Claim.By == c.Other.By {
			both = "Two resources for " + c.Claim.By
		}
		if seen[both] {
			continue
		}
		seen[both] = true
		diags.AddError("Two resources claim the same thing", both+" are in this configuration. Only one resource can manage the same thing: two would undo each other at every apply. "+
			"Remove one of them. To take it out of the state without a change in Atlassian, use a removed block with destroy = false.")
	}
	if len(first) > 0 && o.Claims.AwaitRefreshed(ctx) {
		diags.Append(lostForAMoment(by, first))
	}
	return diags
}

// lostForAMoment says that the plan takes away what it gives again a moment later. It is one error for any number of objects, because
// a list of members can take over hundreds of memberships.
func lostForAMoment(by string, first []string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Access would be lost for a moment", fmt.Sprintf(
		"The plan takes away what %s gives again. It takes it away from %s. Terraform planned that first, before the provider knew what to keep. "+
			"Terraform plans in no particular order, and only as many resources at a time as -parallelism allows. Plan again, with a -parallelism that is higher than the number of resources that the plan destroys or changes. "+
			"For a resource that has only changed its address, write a moved block. "+
			"To hand over many resources, write a removed block for the old resource, which takes it out of the state without a change in Atlassian. You can apply it together with the new resource:\n\n"+
			"removed {\n  from = TYPE.OLD_NAME\n  lifecycle {\n    destroy = false\n  }\n}\n\n"+
			"A new atlassian_group_role_assignment needs an import block as well.",
		by, ShortList(first)))
}

// WarnOfStaying warns that Terraform deletes a deposed object, or one whose successor was unknown in the plan, and that something stays
// for that reason. What stays is a sentence without its full stop. Remedy says what to do if it should not stay.
func WarnOfStaying(what, remedy string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(what, what+". Terraform has replaced the object that managed this, and does not tell the provider whether the new object manages the same. "+
		"So the provider took nothing away. If you no longer want this, "+remedy+".")
}
