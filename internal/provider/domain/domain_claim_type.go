// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// documentedClaimTypes are the values that Atlassian documents. A domain can also be verified through an identity provider, for
// which Atlassian documents no value, so other values are valid, too.
var documentedClaimTypes = []string{"http", "dns"}

// claimType is the validator of a claim type. It accepts every value except another spelling of a documented one, which no domain
// could ever match.
type claimType struct{}

// Description says what is accepted.
func (claimType) Description(context.Context) string {
	return "The value must be a claim type as Atlassian spells it, such as dns or http."
}

// MarkdownDescription says what is accepted.
func (v claimType) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString refuses empty and misspelled claim types.
func (claimType) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	given := req.ConfigValue.ValueString()
	meant := strings.ToLower(strings.TrimSpace(given))
	switch {
	case meant == "":
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid claim type",
			"The claim type is empty. Write dns or http. To accept any claim type, leave the attribute out.")
	case meant != given && slices.Contains(documentedClaimTypes, meant):
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid claim type", fmt.Sprintf("Atlassian has no claim type %q. Write %q.", given, meant))
	}
}
