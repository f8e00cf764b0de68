// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"crypto/rand"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// Terraform does not tell a provider that the end of one object and the beginning of another belong together. What it does
// hand over is private data, and these ways were found in its code and by trial:
//
//   - A plan that replaces an object is made by two calls. The private data that the first one plans goes into the second.
//   - Where the old object goes first, its deletion gets the private data of the planned creation.
//   - Where the new object comes first (create_before_destroy), the old one is deposed. Its deletion is planned anew
//     during the apply, from the state alone. The creation is planned anew, too, and gets nothing.
//   - While it applies, Terraform does not call the provider for objects that do not change.
//
// So a note in private data tells a deletion what is created in its place or, if nothing is, in which run it was planned.

// The keys of private data that all types share.
const (
	holderKey  = "holder"
	createdKey = "created_in"
	endedKey   = "ended_in"
	leavesKey  = "leaves"
)

// Private is the private data that Terraform keeps beside a state.
type Private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Holder is the ID under which an object claims what it holds: see [organization.Organization.Claim]. It is made by the first
// plan, and stays with the object.
func Holder(ctx context.Context, planned Private) (string, diag.Diagnostics) {
	var holder string
	data, diags := planned.GetKey(ctx, holderKey)
	if len(data) > 0 && json.Unmarshal(data, &holder) == nil && holder != "" {
		return holder, diags
	}
	holder = rand.Text()
	diags.Append(note(ctx, planned, holderKey, holder)...)
	return holder, diags
}

// NoteCreation notes what a planned creation is for, so that the deletion of an object that it replaces can tell what stays.
func NoteCreation(ctx context.Context, planned Private, what any) diag.Diagnostics {
	diags := note(ctx, planned, createdKey, what)
	diags.Append(planned.SetKey(ctx, endedKey, nil)...)
	return diags
}

// Leaving tells whether what is planned takes the place of an object of which [NoteLeaving] was noted in this run.
func Leaving(ctx context.Context, planned Private, o *organization.Organization) (bool, diag.Diagnostics) {
	data, diags := planned.GetKey(ctx, leavesKey)
	var leaves endNote
	return len(data) > 0 && json.Unmarshal(data, &leaves) == nil && leaves.Run == o.RunID(), diags
}

// endNote is what the plan of an end says to the deletion.
type endNote struct {
	Run  string   `json:"run"`
	Held bool     `json:"held"`
	Kept []string `json:"kept"`
}

// NoteEnd notes that an end was planned in this run, and whether the configuration still holds all that would end, or only
// some of it: those who are kept.
func NoteEnd(ctx context.Context, planned Private, o *organization.Organization, held bool, kept ...string) diag.Diagnostics {
	diags := note(ctx, planned, endedKey, endNote{Run: o.RunID(), Held: held, Kept: kept})
	diags.Append(planned.SetKey(ctx, createdKey, nil)...)
	diags.Append(planned.SetKey(ctx, leavesKey, nil)...)
	return diags
}

// NoteLeaving notes, in the first of the two plans of a replacement, what [NoteEnd] notes of an end: the object that is replaced
// leaves something behind that the configuration still holds. [NoteCreation] keeps it.
func NoteLeaving(ctx context.Context, planned Private, o *organization.Organization, held bool, kept ...string) diag.Diagnostics {
	return note(ctx, planned, leavesKey, endNote{Run: o.RunID(), Held: held, Kept: kept})
}

// Ending is how the end of an object came about.
type Ending struct {
	// Replaced is set where a creation follows, which takes over what it is for.
	Replaced bool
	// Held is set where the plan has seen that the configuration holds all that would end.
	Held bool
	// Kept are those of what would end whom the plan has seen to be held.
	Kept []string
	// Deposed is set where the successor exists already, and is the current object of the same resource. Whether it holds
	// what this one held is not known, unless it was created or changed in this run.
	Deposed bool
}

// ReadEnding tells how a deletion came about. Created is filled in with what [NoteCreation] noted.
func ReadEnding(ctx context.Context, kept Private, o *organization.Organization, created any) (Ending, diag.Diagnostics) {
	var ending Ending
	data, diags := kept.GetKey(ctx, createdKey)
	ending.Replaced = len(data) > 0 && json.Unmarshal(data, created) == nil
	data, more := kept.GetKey(ctx, endedKey)
	diags.Append(more...)
	var end endNote
	if len(data) > 0 && json.Unmarshal(data, &end) == nil {
		ending.Held, ending.Kept = end.Held, end.Kept
		ending.Deposed = end.Run == o.RunID()
	}
	data, more = kept.GetKey(ctx, leavesKey)
	diags.Append(more...)
	var leaves endNote
	if ending.Replaced && len(data) > 0 && json.Unmarshal(data, &leaves) == nil {
		ending.Held, ending.Kept = leaves.Held, leaves.Kept
	}
	return ending, diags
}

func note(ctx context.Context, kept Private, key string, value any) diag.Diagnostics {
	data, err := json.Marshal(value)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Cannot keep what the plan knows", err.Error())}
	}
	return kept.SetKey(ctx, key, data)
}

// Conflicts words that two objects of the configuration claim the same thing.
func Conflicts(conflicts []organization.Conflict) diag.Diagnostics {
	var diags diag.Diagnostics
	seen := make(map[string]bool, len(conflicts))
	for _, c := range conflicts {
		if c.Late {
			diags.Append(tooLate(c.Claim))
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
		diags.AddError("Two resources claim the same thing", both+" are in this configuration. They would undo each other at every apply, "+
			"and the end of one would take away what the other one keeps. "+
			"Remove one of them. To take it out of the state without a change in Atlassian, use a removed block with destroy = false.")
	}
	return diags
}

// tooLate refuses a plan that would take something away before it is given again.
func tooLate(claim organization.Claim) diag.Diagnostic {
	return diag.NewErrorDiagnostic("A resource ends before another one takes over", Capitalized(claim.By)+" takes over what another resource had, but the plan had decided on the end of that one "+
		"before it knew of this one. Applying such a plan would take access away for a moment. Terraform plans in no particular order, and only as many resources at a time as -parallelism allows. "+
		"Plan again with a higher -parallelism. Where many resources end at once, write moved blocks for those that only got another name, "+
		"or first take the others out of the state with a removed block with destroy = false.")
}

// Stays warns that the end of a deposed object, or of one whose successor was not known in the plan, leaves something as it
// is. What stays is a sentence without its full stop; remedy says what to do where it should not.
func Stays(what, remedy string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(what, what+". The object that ends here was replaced, and Terraform does not tell whether its successor holds the same. "+
		"So nothing was taken away. The next plan shows whether anything is missing; if this is not wanted any more, "+remedy+".")
}
