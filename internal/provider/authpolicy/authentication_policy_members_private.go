// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// accountsKey is where private data holds the account IDs behind the addresses of the state, so that a refresh need not look
// them up.
const accountsKey = "accounts"

// readMemo reads the account IDs behind addresses. A state that has none, as after an import, costs a look-up.
func readMemo(ctx context.Context, kept base.Private) (organization.Memo, diag.Diagnostics) {
	known := organization.Memo{}
	data, diags := kept.GetKey(ctx, accountsKey)
	if len(data) > 0 && json.Unmarshal(data, &known) != nil {
		return organization.Memo{}, diags // only a help
	}
	return known, diags
}

// writeMemo keeps the account IDs behind the addresses of some people.
func writeMemo(ctx context.Context, kept base.Private, people []organization.Person) diag.Diagnostics {
	known := organization.MemoOf(people)
	if len(known) == 0 {
		return kept.SetKey(ctx, accountsKey, nil)
	}
	return base.Note(ctx, kept, accountsKey, known)
}

// creation says what a planned creation is for. A policy that is not known yet is empty, and a list of which a part is not known yet is
// open, as is an exclusive one where it is not known who else is in the policy.
type creation struct {
	PolicyID string   `json:"policy_id"`
	Words    []string `json:"words"`
	Open     bool     `json:"open"`
	// Others are those whom the plan has said to stay in a policy that becomes exclusive.
	Others []string `json:"others"`
	// Fallback is null where it is not known yet, and empty where there is none.
	Fallback *string `json:"fallback"`
}

func noteCreation(ctx context.Context, planned base.Private, model *membersModel, unseen bool, others []organization.Person) diag.Diagnostics {
	list := model.list()
	created := creation{PolicyID: model.PolicyID.ValueString(), Words: list.words, Open: list.open || list.unknown || unseen, Others: organization.WordsOf(others)}
	if !model.FallbackPolicyID.IsUnknown() {
		created.Fallback = new(model.FallbackPolicyID.ValueString())
	}
	return base.NoteCreation(ctx, planned, created)
}

// fallback is where people go who are not listed any more: where the plan says, as in an update.
func (c creation) fallback(before types.String) types.String {
	switch {
	case c.Fallback == nil:
		return before
	case *c.Fallback == "":
		return types.StringNull()
	}
	return types.StringValue(*c.Fallback)
}

// without leaves out the people whom the creation lists, by account ID or by address, and those who stay for now.
func (c creation) without(people []organization.Person) []organization.Person {
	listed := make(map[string]bool, len(c.Words))
	for _, word := range slices.Concat(c.Words, c.Others) {
		listed[organization.WordKey(word)] = true
	}
	return slices.DeleteFunc(slices.Clone(people), func(p organization.Person) bool {
		return listed[p.AccountID] || listed[organization.WordKey(p.Word)] || p.Email != "" && listed[organization.WordKey(p.Email)]
	})
}
