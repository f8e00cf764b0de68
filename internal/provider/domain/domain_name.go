// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
)

var (
	_ validator.String    = domainName{}
	_ planmodifier.String = sameDomain{}
)

// domainName is the validator of a domain's name, in any case and with letters of any script.
type domainName struct{}

// Description says what is accepted.
func (domainName) Description(context.Context) string {
	return "The value must be a domain name such as example.com."
}

// MarkdownDescription says what is accepted.
func (v domainName) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString refuses a string that is not a domain name.
func (domainName) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := domains.Normalize(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid domain name",
			fmt.Sprintf("%v. Write only the name, such as example.com, without scheme, path or @.", err))
	}
}

// sameDomain is the plan modifier of a domain's name. It keeps the spelling of the state if the configuration spells the same
// domain in another way, and replaces the resource if the configuration names another domain.
type sameDomain struct{}

// Description says what the modifier does.
func (sameDomain) Description(context.Context) string {
	return "Another domain replaces the resource. Another spelling of the same domain changes nothing."
}

// MarkdownDescription says what the modifier does.
func (m sameDomain) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyString compares normal names.
func (sameDomain) PlanModifyString(_ context.Context, req planmodifier.StringRequest, resp *planmodifier.StringResponse) {
	if req.State.Raw.IsNull() || req.StateValue.Equal(req.PlanValue) {
		return
	}
	if !req.PlanValue.IsUnknown() && normalName(req.StateValue.ValueString()) == normalName(req.PlanValue.ValueString()) {
		resp.PlanValue = req.StateValue
		return
	}
	resp.RequiresReplace = true
}

// isName reports whether a string can be the name of a domain.
func isName(text string) bool {
	_, err := domains.Normalize(text)
	return err == nil
}
