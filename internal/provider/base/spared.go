// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// Spared refuses, right before a write, to take something away from accounts that must keep it. It also refuses if that cannot be told.
func Spared(ctx context.Context, o *organization.Organization, loss organization.Loss, accountIDs ...string) diag.Diagnostics {
	spared, err := o.People.Spared(ctx, loss, accountIDs...)
	diags := sparedAccounts(loss, spared)
	if err != nil {
		diags.Append(Failed("Cannot tell whether this may be taken away", err))
	}
	return diags
}

// SparedInPlan is [Spared] for a plan. A check that cannot be made refuses nothing there: the apply makes it again.
func SparedInPlan(ctx context.Context, o *organization.Organization, loss organization.Loss, accountIDs ...string) diag.Diagnostics {
	spared, err := o.People.SparedInPlan(ctx, loss, accountIDs...)
	if err != nil {
		tflog.Debug(ctx, "the apply checks who would lose something", map[string]any{"error": err.Error()})
	}
	return sparedAccounts(loss, spared)
}

// sparedAccounts is one error for each account, in the order of their IDs.
func sparedAccounts(loss organization.Loss, spared map[string]*organization.SparedError) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, id := range slices.Sorted(maps.Keys(spared)) {
		taken := "access"
		if loss == organization.LossOfOrganizationAdmin {
			taken = "the role of an organization admin"
		}
		diags.AddError("A protected account would lose "+taken, fmt.Sprintf(
			"This would take %s away from account %s, but protected_account_ids of the provider block lists it: nothing may suspend, remove or deactivate such an account, or take its roles. "+
				"Keep it as it is, or take it out of protected_account_ids first. To only stop managing it here, use a removed block with destroy = false.", taken, Word(id)))
	}
	return diags
}
