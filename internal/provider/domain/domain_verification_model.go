// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// verificationModel is atlassian_domain_verification.
type verificationModel struct {
	Domain            types.String   `tfsdk:"domain"`
	WaitUntilListed   types.Bool     `tfsdk:"wait_until_listed"`
	ExpectedClaimType types.String   `tfsdk:"expected_claim_type"`
	ID                types.String   `tfsdk:"id"`
	ClaimType         types.String   `tfsdk:"claim_type"`
	Status            types.String   `tfsdk:"status"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

// found takes over what Atlassian says. The name stays as the user spelled it.
func (m *verificationModel) found(d organization.Domain) {
	m.ID = base.StringOrNull(d.ID)
	m.ClaimType = base.StringOrNull(d.ClaimType)
	m.Status = base.StringOrNull(d.ClaimStatus)
	if m.WaitUntilListed.IsNull() { // after an import
		m.WaitUntilListed = types.BoolValue(false)
	}
}

// asked is what the configuration demands beyond the domain itself.
func (m *verificationModel) asked() demand {
	return demand{name: m.Domain.ValueString(), claimType: m.ExpectedClaimType.ValueString()}
}

// listed is a domain as nobody's configuration spells it.
func listed(d organization.Domain) verificationModel {
	m := verificationModel{Domain: types.StringValue(d.Name), Timeouts: base.NoTimeouts("create", "update")}
	m.found(d)
	return m
}

// promise plans what the computed attributes will be. Status is always planned as verified, so that everything else
// that a refresh finds is a change. The other two stay what they are as long as the domain is verified; a domain that
// has to be verified anew may be so in another way. The prior state is empty where there is none.
func (m *verificationModel) promise(prior verificationModel) {
	verified := prior.Status.ValueString() == organization.DomainVerified
	m.Status = types.StringValue(organization.DomainVerified)
	m.ID = prior.ID
	if prior.ID.IsNull() {
		m.ID = types.StringUnknown()
	}
	switch {
	case !m.ExpectedClaimType.IsNull(): // known or unknown, the claim type will be what is expected
		m.ClaimType = m.ExpectedClaimType
	case verified:
		m.ClaimType = prior.ClaimType
	default:
		m.ClaimType = types.StringUnknown()
	}
}

// keeps reports whether a value is what was planned for it.
func keeps(planned, value types.String) bool { return planned.IsUnknown() || planned.Equal(value) }
