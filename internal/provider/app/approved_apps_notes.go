// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// reviewNotesKey is the key of the private data in which a review leaves notes for the next one.
const reviewNotesKey = "review"

// reviewNotes are the notes of a review for the next one. No finding depends on them: they only make messages easier to read.
type reviewNotes struct {
	// Names are the names that apps had when they were last installed, by approval. Nothing else tells the name of a missing app.
	Names map[string]string `json:"names,omitempty"`
	// Fresh are the findings that the state did not have before the refresh.
	Fresh []string `json:"fresh,omitempty"`
}

// readNotes reads the notes of the last review. It ignores notes that it cannot read.
func readNotes(ctx context.Context, kept base.Private) reviewNotes {
	var notes reviewNotes
	if data, diags := kept.GetKey(ctx, reviewNotesKey); !diags.HasError() && data != nil {
		if err := json.Unmarshal(data, &notes); err != nil {
			return reviewNotes{}
		}
	}
	return notes
}

// save keeps the notes for the next review.
func (n reviewNotes) save(ctx context.Context, kept base.Private) diag.Diagnostics {
	return base.Note(ctx, kept, reviewNotesKey, n)
}

// update takes over the names of a review: first the names in approvals, then those of installed apps. It forgets the names of
// approvals that no longer exist.
func (n *reviewNotes) update(review apps.Findings, approvals map[string]apps.Approval) {
	names := make(map[string]string, len(approvals))
	for approval, one := range approvals {
		for _, name := range []string{one.Name, review.Names[approval], n.Names[approval]} {
			if name != "" {
				names[approval] = name
				break
			}
		}
	}
	n.Names = names
}

// compare notes the findings that the state did not have.
func (n *reviewNotes) compare(known map[string]bool, review apps.Findings) {
	n.Fresh = nil
	for _, one := range findingsOf(review) {
		if key := one.key(); !known[key] {
			n.Fresh = append(n.Fresh, key)
		}
	}
}

func (n reviewNotes) fresh(key string) bool { return slices.Contains(n.Fresh, key) }

// named returns approvals with the name of the app, where one is known.
func (n reviewNotes) named(approvals []string) []string {
	named := make([]string, len(approvals))
	for i, approval := range approvals {
		named[i] = approval
		if name := n.Names[approval]; name != "" {
			named[i] = fmt.Sprintf("%s (%s)", base.Escaped(name), approval)
		}
	}
	return named
}

// missingLines describes approvals that no installed app matches.
func (n reviewNotes) missingLines(approvals []string) []string {
	lines := make([]string, len(approvals))
	for i, approval := range approvals {
		lines[i] = base.Word(approval)
		if name := n.Names[approval]; name != "" {
			lines[i] = fmt.Sprintf("%s (%s)", base.Quoted(name), base.Word(approval))
		}
	}
	return lines
}
