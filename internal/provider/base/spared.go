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

// SparedAccounts says which accounts keep their access, for the pages of the types that can take access away. The guide has the rest.
const SparedAccounts = " The plan and the apply fail if the change would take access or the role of an organization admin away from a protected account, the last organization admin, " +
	"or a person whose credentials the provider may use. See [Accounts that keep their access](../guides/accounts-that-keep-access.md)."

// Spared refuses, right before a write, to take something away from accounts that must keep it. It also refuses if that cannot be told.
func Spared(ctx context.Context, o *organization.Organization, loss organization.Loss, accountIDs ...string) diag.Diagnostics {
	spared, err := o.People.Spared(ctx, loss, accountIDs...)
	diags := SparedFrom(spared)
	if err != nil && !diags.HasError() {
		diags.Append(Failed("Cannot tell whether an account must keep "+loss.String(), err))
	}
	return diags
}

// SparedInPlan is [Spared] for a plan. A check that cannot be made refuses nothing there: the apply makes it again.
func SparedInPlan(ctx context.Context, o *organization.Organization, loss organization.Loss, accountIDs ...string) diag.Diagnostics {
	spared, err := o.People.SparedInPlan(ctx, loss, accountIDs...)
	return sparedInPlan(ctx, spared, err)
}

// SparedMembersInPlan refuses to plan that members leave a group by which they have a role that they must keep. Members are named by their
// IDs or addresses; those who join do so before the others leave.
func SparedMembersInPlan(ctx context.Context, o *organization.Organization, key organization.GroupKey, leaving, joining []string) diag.Diagnostics {
	spared, err := o.Groups.SparedMembersInPlan(ctx, key, leaving, joining)
	return sparedInPlan(ctx, spared, err)
}

// SparedByEndInPlan refuses to plan the end of a group, or of its role, by which members have a role that they must keep.
func SparedByEndInPlan(ctx context.Context, o *organization.Organization, key organization.GroupKey) diag.Diagnostics {
	spared, err := o.Groups.SparedByEndInPlan(ctx, key)
	return sparedInPlan(ctx, spared, err)
}

func sparedInPlan(ctx context.Context, spared map[string]*organization.SparedError, err error) diag.Diagnostics {
	if err != nil {
		tflog.Debug(ctx, "the apply checks who would lose something", map[string]any{"error": err.Error()})
	}
	return SparedFrom(spared)
}

// SparedFrom is one error for each account that must be spared, in the order of their IDs.
func SparedFrom(spared map[string]*organization.SparedError) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, id := range slices.Sorted(maps.Keys(spared)) {
		diags.Append(sparedAccount(spared[id]))
	}
	return diags
}

func sparedAccount(why *organization.SparedError) diag.Diagnostic {
	who := map[organization.SparedReason]string{
		organization.SparedLastAdmin: "The last organization admin", organization.SparedKeyOwner: "The person of the API key", organization.SparedMaybeKeyOwner: "A person with an API key",
		organization.SparedPerson: "The person of the user API token",
	}[why.Reason]
	if who == "" {
		return diag.NewErrorDiagnostic("A protected account would lose "+why.Loss.String(), fmt.Sprintf(
			"This would take %s away from account %s, but protected_account_ids of the provider block lists it: nothing may suspend, remove or deactivate such an account, or take its roles. "+
				"Keep it as it is, or take it out of protected_account_ids first. To only stop managing it here, use a removed block with destroy = false.", why.Loss, Word(why.AccountID)))
	}
	return diag.NewErrorDiagnostic(fmt.Sprintf("%s would lose %s", who, why.Loss), fmt.Sprintf(
		"This would take %s away from account %s: %s. To only stop managing it here, use a removed block with destroy = false.", why.Loss, Word(why.AccountID), why.Because()))
}
