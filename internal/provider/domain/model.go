// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"cmp"
	"slices"
	"strings"

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

// domainModel is a domain as the data sources show it.
type domainModel struct {
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	ClaimType types.String `tfsdk:"claim_type"`
	Status    types.String `tfsdk:"status"`
}

func newDomainModel(d organization.Domain) domainModel {
	return domainModel{
		ID:        base.StringOrNull(d.ID),
		Name:      base.StringOrNull(d.Name),
		ClaimType: base.StringOrNull(d.ClaimType),
		Status:    base.StringOrNull(d.ClaimStatus),
	}
}

// chosen returns the domains with a status and a claim type, either of which may be empty for any, in the order of
// their names.
func chosen(all []organization.Domain, status, claimType string) []organization.Domain {
	matching := make([]organization.Domain, 0, len(all))
	for _, d := range all {
		if (status == "" || d.ClaimStatus == status) && (claimType == "" || d.ClaimType == claimType) {
			matching = append(matching, d)
		}
	}
	slices.SortStableFunc(matching, func(a, b organization.Domain) int {
		return cmp.Or(cmp.Compare(normalName(a.Name), normalName(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return matching
}

// normalName is the one spelling in which a name identifies its domain.
func normalName(name string) string {
	if normal, err := organization.NormalizeDomain(name); err == nil {
		return normal
	}
	return strings.ToLower(name) // a listed name that is none to IDN still needs an identity
}
