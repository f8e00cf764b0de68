// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// present lists who is in the policy: of the listed, with the addresses that they have now, or of everybody. The explanation is of whom
// something has moved.
func (r *membersResource) present(ctx context.Context, model *membersModel, known organization.Memo, whole bool) (people []organization.Person, explanation diag.Diagnostics, err error) {
	policyID := model.PolicyID.ValueString()
	listed, err := r.listed(ctx, model, known)
	if err != nil {
		return nil, nil, err
	}
	in, err := organization.PeopleIn(listed, policyID)
	if err != nil {
		return nil, nil, err
	}
	if !whole {
		return in, explained(policyID, listed, nil), nil
	}
	others, err := r.Organization.Policies.Others(ctx, policyID, model.byEmail(), listed)
	return append(in, others...), explained(policyID, listed, others), err
}

// listed is the people of the model who have an account, each with the address that it has now.
func (r *membersResource) listed(ctx context.Context, model *membersModel, known organization.Memo) ([]organization.Person, error) {
	found, err := r.Organization.People.Resolve(ctx, organization.Anywhere().Still(), model.list().words, known)
	if err != nil {
		return nil, err
	}
	listed := slices.DeleteFunc(found, func(p organization.Person) bool { return p.AccountID == "" })
	for i := range listed {
		if p := &listed[i]; organization.IsAddress(p.Word) && p.Email != "" {
			p.Word = p.Email
		}
	}
	return listed, nil
}
