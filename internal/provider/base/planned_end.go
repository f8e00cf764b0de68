// SPDX-License-Identifier: MPL-2.0

package base

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

// Terraform 1.11 plans to destroy an object that is no longer in the configuration before it refreshes it, and passes the same state to the
// deletion. So a plan of an end must not take its warnings and refusals from that state alone.

// UpToDate returns what a state would be after a refresh, for the plan of an end. Look fills in what Atlassian says now, from reads that the
// refresh shares. If it fails, the state is returned as it is, with a warning: with -refresh=false, nothing else would say that the plan may be out
// of date. What names the object in that warning. One that is gone needs none.
func UpToDate[Model any](what string, state *Model, look func(*Model) error) (*Model, diag.Diagnostics) {
	now := *state
	err := look(&now)
	switch {
	case meaning.IsNotFound(err):
		return state, nil
	case err != nil:
		return state, diag.Diagnostics{diag.NewWarningDiagnostic("The end is planned without a look at Atlassian", fmt.Sprintf(
			"This plan ends %s, which cannot be read now. So the plan goes by the state, and does not know what others have changed since that was written. Plan again once the object can be read.\n\n%s", what, explain(err)))}
	}
	return &now, nil
}

// PlanEndOf notes that the plan ends a list, which holds a subject. The list ends without the people whom somebody has added to it since its
// state was written, and the plan does not show that: see [WarnOfNewcomers].
func PlanEndOf(ctx context.Context, kept Private, o *organization.Organization, subject claims.Subject) {
	o.Claims.NoteEnds(endKey(ctx, kept, subject), nil)
}

// EndPlanned reports, in a refresh, whether the plan has ended the list already.
func EndPlanned(ctx context.Context, kept Private, o *organization.Organization, subject claims.Subject) bool {
	return o.Claims.EndsFormer(endKey(ctx, kept, subject))
}

// NewcomersStay says on a page what [WarnOfNewcomers] warns of.
const NewcomersStay = "If you remove the resource from the configuration, Terraform 1.11 plans to destroy it before it refreshes it. So the apply takes out the people whom the plan shows. " +
	"Somebody who was added elsewhere since the last apply stays, and the plan warns about it, unless it runs with `-refresh=false`. To see and remove such people, run `terraform apply -refresh-only` first. `terraform destroy` refreshes first."

// WarnOfNewcomers warns of members whom the planned end of a list leaves where they are, because the state that the plan was made from does
// not list them. Whole is a group or a policy. How says what makes somebody a newcomer, such as "joined elsewhere".
func WarnOfNewcomers(whole, how string, joined []string) diag.Diagnostics {
	if len(joined) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Members who joined will stay", fmt.Sprintf(
		"The list of the members of %s is no longer in the configuration. Terraform planned to destroy it before it refreshed it, so an apply of this plan takes out only the members whom the plan shows. "+
			"%s %s since the last apply, and will stay: %s. To take them out as well, run terraform apply -refresh-only, and plan again. Such a run shows this warning too, and the plan after it takes them out.",
		whole, Quantity(len(joined), "member", "members"), how, ShortList(joined)))}
}

// endKey distinguishes the objects of one resource: a deposed one may end while the current one stays.
func endKey(ctx context.Context, kept Private, subject claims.Subject) string {
	holder, _ := holderOf(ctx, kept)
	return cmp.Or(holder, string(subject))
}
