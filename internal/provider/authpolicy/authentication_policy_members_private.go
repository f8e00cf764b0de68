// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// Beside the state, Terraform keeps what only the provider needs to know.
const (
	// accountsKey holds the account IDs behind the addresses of the state, so that a refresh need not look them up.
	accountsKey = "accounts"
	// createdIn holds the policy and the people that a planned creation is for. Terraform hands it to the deletion, too,
	// where the creation replaces something: see [membersResource.Delete].
	createdIn = "created_in"
)

// private is what Terraform keeps beside the state.
type private interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// readMemo reads the account IDs behind addresses. A state that has none, as after an import, costs a look-up.
func readMemo(ctx context.Context, kept private) (memo, diag.Diagnostics) {
	known := memo{}
	data, diags := kept.GetKey(ctx, accountsKey)
	if len(data) > 0 && json.Unmarshal(data, &known) != nil {
		return memo{}, diags // only a help
	}
	return known, diags
}

// writeMemo keeps the account IDs behind the addresses of some people.
func writeMemo(ctx context.Context, kept private, people []person) diag.Diagnostics {
	known := memo{}
	for _, p := range people {
		if base.IsAddress(p.word) && p.AccountID != "" {
			known[wordKey(p.word)] = p.AccountID
		}
	}
	if len(known) == 0 {
		return kept.SetKey(ctx, accountsKey, nil)
	}
	return write(ctx, kept, accountsKey, known)
}

// creation is what a planned creation is for.
type creation struct {
	PolicyID string   `json:"policy_id"`
	Words    []string `json:"words"`
}

func writeCreation(ctx context.Context, kept private, planned *membersModel) diag.Diagnostics {
	return write(ctx, kept, createdIn, creation{PolicyID: planned.PolicyID.ValueString(), Words: planned.list().words})
}

// readCreation reads what is created in a resource's place; replaced is false where nothing is.
func readCreation(ctx context.Context, kept private) (created creation, replaced bool, diags diag.Diagnostics) {
	data, diags := kept.GetKey(ctx, createdIn)
	return created, len(data) > 0 && json.Unmarshal(data, &created) == nil, diags
}

func write(ctx context.Context, kept private, key string, value any) diag.Diagnostics {
	data, err := json.Marshal(value)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Cannot keep what is known of the people", err.Error())}
	}
	return kept.SetKey(ctx, key, data)
}
