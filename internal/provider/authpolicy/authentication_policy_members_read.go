// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

const cannotRead = "Cannot read who is in the authentication policy"

// Read asks which policy each of the listed is in, and keeps those who are in this one. An exclusive policy, and one that
// was just imported, is read whole.
func (r *membersResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var model membersModel
	resp.Diagnostics.Append(req.State.Get(ctx, &model)...)
	known, diags := readMemo(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.WarnOfProtected(ctx, r.Organization)...)
	r.Organization.Claims.NoteRefresh()
	read := base.Reading(ctx, r.Organization, resp.Private, model.subjects(known)...)
	resp.Diagnostics.Append(membersIdentity.Set(ctx, resp.Identity, r.Organization, model.PolicyID.ValueString())...)

	imported := model.AccountIDs.IsNull() && model.Emails.IsNull()
	if imported {
		model.AccountIDs = unordered.FromStrings(nil, false)
	}
	if model.Exclusive.IsNull() {
		model.Exclusive = types.BoolValue(false)
	}
	present, explanation, err := r.present(ctx, &model, known, imported || model.Exclusive.ValueBool())
	if err != nil {
		resp.Diagnostics.Append(base.Failed(cannotRead, err))
		return
	}
	if !imported { // a state that lists nobody yet has lost nobody
		resp.Diagnostics.Append(explanation...)
	}
	model.setList(organization.WordsOf(present))
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	resp.Diagnostics.Append(writeMemo(ctx, resp.Private, present)...)
	resp.Diagnostics.Append(read(!model.MaxRemovals.IsNull() || len(r.Organization.People.ProtectedAccountIDs()) > 0)...)
}

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

// ImportState takes an ID or an identity.
func (r *membersResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var accountIDs []string
	membersIdentity.Import(ctx, r.Organization, req, resp, func(id string) ([]string, error) {
		policyID, some, err := parseMembersID(id)
		accountIDs = some
		return []string{policyID}, err
	})
	if accountIDs != nil && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("account_ids"), unordered.FromStrings(accountIDs, false))...)
	}
}
