// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"crypto/rand"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// Terraform does not say to a provider that a deletion and a creation belong together. It does hand over private data. Its code
// and trials show the following:
//
//   - Terraform plans a replacement by two calls. The second call gets the private data that the first one has planned.
//   - Where Terraform destroys the old object first, the deletion gets the private data of the planned creation.
//   - Where Terraform creates the new object first (create_before_destroy), the old one is deposed. Terraform plans its deletion
//     anew during the apply, from the state alone. It plans the creation anew, too, and hands nothing over.
//   - While it applies, Terraform does not call the provider for objects that do not change.
//
// So a note in private data says to a deletion what is created in its place. Where nothing is, the note says in which run the
// deletion was planned.

// The keys of private data that all types share.
const (
	holderKey  = "holder"
	createdKey = "created_in"
	endedKey   = "ended_in"
)

// Private is the private data that Terraform keeps beside a state.
type Private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// Holder is the ID under which an object claims what it holds: see [organization.Organization.Claim]. The first plan makes it,
// and the object keeps it.
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

// NoteCreation notes what a planned creation is for, so that the deletion of the object that it replaces knows what stays.
func NoteCreation(ctx context.Context, planned Private, what any) diag.Diagnostics {
	diags := note(ctx, planned, createdKey, what)
	diags.Append(planned.SetKey(ctx, endedKey, nil)...)
	return diags
}

// endNote is what the plan of a deletion says to the deletion itself.
type endNote struct {
	Run  string   `json:"run"`
	Held bool     `json:"held"`
	Kept []string `json:"kept"`
}

// NoteEnd notes that a deletion was planned in this run. Held says that the configuration still holds all that the deletion would
// take away, kept lists the part of it that the configuration still holds.
func NoteEnd(ctx context.Context, planned Private, o *organization.Organization, held bool, kept ...string) diag.Diagnostics {
	diags := note(ctx, planned, endedKey, endNote{Run: o.RunID(), Held: held, Kept: kept})
	diags.Append(planned.SetKey(ctx, createdKey, nil)...)
	return diags
}

// Ending says why an object is deleted.
type Ending struct {
	// Replaced is set where a creation follows.
	Replaced bool
	// Held is set where the plan has seen that the configuration still holds all that the deletion would take away.
	Held bool
	// Kept is the part of it that the plan has seen to be held.
	Kept []string
	// Deposed is set where the new object exists already, as the current object of the same resource. It is not known whether
	// the new object holds what this one held, unless this run has created or changed it.
	Deposed bool
}

// ReadEnding reads why an object is deleted. It fills created in with what [NoteCreation] noted.
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
	return ending, diags
}

func note(ctx context.Context, kept Private, key string, value any) diag.Diagnostics {
	data, err := json.Marshal(value)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Cannot keep what the plan knows", err.Error())}
	}
	return kept.SetKey(ctx, key, data)
}

// Conflicts is the error that two objects of the configuration claim the same thing.
func Conflicts(conflicts []organization.Conflict) diag.Diagnostics {
	var diags diag.Diagnostics
	seen := make(map[string]bool, len(conflicts))
	for _, c := range conflicts {
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
	return diags
}

// Stays warns that a deletion leaves something as it is, because it is not known whether the new object holds the same. What is a
// sentence without its full stop that says what stays. Remedy says what to do if the user does not want that.
func Stays(what, remedy string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(what, what+". Terraform has replaced the object that held this, and does not say whether the new object holds the same. "+
		"So nothing was taken away. If you do not want this any more, "+remedy+".")
}
