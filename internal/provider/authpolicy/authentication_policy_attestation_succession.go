// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// A plan can end an attestation and create another one for the same policy, for example after a new name, a new key of for_each
// or a taint. That is no answer either.

const moved = " If only the address of the resource has changed, write a moved block. It keeps the attestation and the findings."

// successor is an attestation that a plan creates.
type successor struct {
	plan       attestationModel
	configured types.String
}

// formerKey identifies an attestation of the state, whatever a refresh has found.
func (m *attestationModel) formerKey() string {
	return strings.Join([]string{"attestation", m.PolicyID.ValueString(), m.AttestedAt.ValueString(), m.AttestedBy.ValueString(), m.Review.ValueString(), m.Settings.String()}, "\x00")
}

// refuseSuccession refuses a creation that replaces an attestation with findings, unless a person has answered.
func (r *attestationResource) refuseSuccession(ctx context.Context, plan *attestationModel, configured types.String, now time.Time) diag.Diagnostics {
	r.Organization.Claims.NoteSuccessor(rand.Text(), successor{*plan, configured})
	for key, what := range r.Organization.Claims.Formers() {
		former, is := what.(attestationModel)
		if !is {
			continue
		}
		clears, diags := former.unanswered(ctx, plan, now)
		refused := clears.refuseReplacement(plan, configured)
		if !refused.HasError() || r.Organization.Claims.AwaitStays(ctx, key) {
			continue
		}
		for _, refusal := range refused {
			diags.AddAttributeError(clears.answerAt(plan, configured), refusal.Summary(), refusal.Detail()+moved)
		}
		return diags
	}
	return nil
}

// refuseEnd refuses the end of an attestation with findings that the same plan replaces, unless a person has answered in the new
// one.
func (m *attestationModel) refuseEnd(ctx context.Context, o *organization.Organization, now time.Time) diag.Diagnostics {
	o.Claims.NoteEnds(m.formerKey(), *m)
	return m.refuseEnded(ctx, o, now)
}

// refuseEnded is the same for an attestation whose end may be planned already: Terraform may refresh it only after that.
func (m *attestationModel) refuseEnded(ctx context.Context, o *organization.Organization, now time.Time) diag.Diagnostics {
	if !o.Claims.EndsFormer(m.formerKey()) {
		return nil
	}
	former, is := o.Claims.Formers()[m.formerKey()].(attestationModel) // a refresh may have found more
	if !is {
		return nil
	}
	for _, what := range o.Claims.Successors() {
		next, is := what.(successor)
		if !is {
			continue
		}
		clears, diags := former.unanswered(ctx, &next.plan, now)
		for _, refusal := range clears.refuseReplacement(&next.plan, next.configured) {
			diags.AddError(refusal.Summary(), refusal.Detail()+moved) // the line is one of the other resource
		}
		if diags.HasError() {
			return diags
		}
	}
	return nil
}
