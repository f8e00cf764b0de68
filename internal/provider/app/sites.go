// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
)

// aSite describes how to name a site. It follows the first sentence of a description.
const aSite = "A site is named by its name (`acme`), its URL (`https://acme.atlassian.net`) or its cloud ID, which mean all its products in the organization; " +
	"or one product on it by its ARI (`ari:cloud:jira::site/CLOUD_ID`)."

// siteForm is the validator of a string, or of a list of strings, that names sites.
type siteForm struct{}

var (
	_ validator.String = siteForm{}
	_ validator.List   = siteForm{}
)

// Description says what is accepted.
func (siteForm) Description(context.Context) string { return "must be " + site.Reference }

// MarkdownDescription says what is accepted.
func (v siteForm) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString refuses a string that cannot name a site.
func (siteForm) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := site.CheckReference(req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid site", err.Error()+".")
	}
}

// ValidateList refuses elements that cannot name a site.
func (siteForm) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	for i, element := range req.ConfigValue.Elements() {
		text, ok := element.(types.String)
		if !ok || text.IsNull() || text.IsUnknown() {
			continue
		}
		if err := site.CheckReference(text.ValueString()); err != nil {
			resp.Diagnostics.AddAttributeError(req.Path.AtListIndex(i), "Invalid site", err.Error()+".")
		}
	}
}
