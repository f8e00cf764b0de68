// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// verificationModel is the state of an atlassian_domain_verification.
type verificationModel struct {
	Domain            types.String   `tfsdk:"domain"`
	WaitUntilListed   types.Bool     `tfsdk:"wait_until_listed"`
	ExpectedClaimType types.String   `tfsdk:"expected_claim_type"`
	ID                types.String   `tfsdk:"id"`
	ClaimType         types.String   `tfsdk:"claim_type"`
	Status            types.String   `tfsdk:"status"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

// found takes over Atlassian's values. The name keeps the user's spelling.
func (m *verificationModel) found(d domains.Domain) {
	m.ID = base.StringOrNull(d.ID)
	m.ClaimType = base.StringOrNull(d.ClaimType)
	m.Status = base.StringOrNull(d.ClaimStatus)
	if m.WaitUntilListed.IsNull() { // after an import
		m.WaitUntilListed = types.BoolValue(false)
	}
}

// demand returns what the configuration requires of the domain.
func (m *verificationModel) demand() demand {
	return demand{name: m.Domain.ValueString(), claimType: m.ExpectedClaimType.ValueString()}
}

// importedModel is the state of a domain that no configuration has named yet.
func importedModel(d domains.Domain) verificationModel {
	m := verificationModel{Domain: types.StringValue(d.Name), Timeouts: base.NoTimeouts("create", "update")}
	m.found(d)
	return m
}

// planComputed plans the computed attributes. It always plans the status as verified, so that every other status shows as a
// change. ID and claim type stay as they are while the domain is verified. A domain that must be verified again may get another
// claim type. The prior state is empty where there is none.
func (m *verificationModel) planComputed(prior verificationModel) {
	verified := prior.Status.ValueString() == domains.Verified
	m.Status = types.StringValue(domains.Verified)
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

// matchesPlan reports whether a value matches the planned one.
func matchesPlan(planned, value types.String) bool {
	return planned.IsUnknown() || planned.Equal(value)
}
