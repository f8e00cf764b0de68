// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// domainModel is a domain in a data source.
type domainModel struct {
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	ClaimType types.String `tfsdk:"claim_type"`
	Status    types.String `tfsdk:"status"`
}

func newDomainModel(d domains.Domain) domainModel {
	return domainModel{
		ID:        base.StringOrNull(d.ID),
		Name:      base.StringOrNull(d.Name),
		ClaimType: base.StringOrNull(d.ClaimType),
		Status:    base.StringOrNull(d.ClaimStatus),
	}
}

// filterDomains returns the domains with a status and a claim type, either of which may be empty for any, in the order of
// their names.
func filterDomains(all []domains.Domain, status, claimType string) []domains.Domain {
	matching := make([]domains.Domain, 0, len(all))
	for _, d := range all {
		if (status == "" || d.ClaimStatus == status) && (claimType == "" || d.ClaimType == claimType) {
			matching = append(matching, d)
		}
	}
	slices.SortStableFunc(matching, func(a, b domains.Domain) int {
		return cmp.Or(cmp.Compare(normalName(a.Name), normalName(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return matching
}

// normalName is the one spelling in which a name identifies its domain.
func normalName(name string) string {
	if normal, err := domains.Normalize(name); err == nil {
		return normal
	}
	return strings.ToLower(name) // a listed name that is none to IDN still needs an identity
}
