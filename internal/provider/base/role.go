// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
)

// RolePrefix begins every role ID that Atlassian documents.
const RolePrefix = "atlassian/"

// RoleID is the form of a role ID. Atlassian decides which roles exist.
var RoleID = Matching("a role ID such as atlassian/user", regexp.MustCompile(`^`+RolePrefix+`[^/\s]+$`), "")

// RoleResourceID refuses a value that is not an ARI, and the one known ARI that Atlassian accepts without any effect.
type RoleResourceID struct{}

// Description says what the validator requires.
func (RoleResourceID) Description(context.Context) string {
	return "value must be an Atlassian Resource Identifier such as ari:cloud:jira-software::site/SITE_ID"
}

// MarkdownDescription says what the validator requires.
func (v RoleResourceID) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateString reports a wrong resource ID with the right form.
func (RoleResourceID) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	given := req.ConfigValue.ValueString()
	if !ARI.Matches(given) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid resource ID", fmt.Sprintf(
			"%s is not an Atlassian Resource Identifier (ARI). Write it as ari:cloud:OWNER::site/SITE_ID, such as ari:cloud:jira-software::site/SITE_ID for Jira "+
				"or ari:cloud:confluence::site/SITE_ID for Confluence. The data source atlassian_workspaces lists those of the organization.", Quoted(given)))
		return
	}
	if right, wrong := grantsNothing(given); wrong {
		resp.Diagnostics.AddAttributeError(req.Path, "The resource ID would grant nothing", fmt.Sprintf(
			"Atlassian accepts %s, but a role on it gives no access to Jira. Users report this on live organizations, and Atlassian does not document it. Write %s.", given, right))
	}
}

// grantsNothing reports whether Atlassian accepts a resource ID without effect, and returns the one that the user means.
// Unverified: for Jira the owner must be jira-software; plain jira was reported to be accepted and to grant nothing.
func grantsNothing(resourceID string) (right string, wrong bool) {
	site, wrong := strings.CutPrefix(resourceID, "ari:cloud:jira::site/")
	return "ari:cloud:jira-software::site/" + site, wrong
}

// RoleSite is the form of a name for the site that a role is on.
var RoleSite = Form{site.RoleSiteReference, func(text string) bool {
	return len(text) <= maxTextLength && site.CheckRoleSite(text) == nil
}, "To name a product by its ARI, write resource_id instead of site and product."}

// RoleProduct is the form of a name for the product that a role is on. Atlassian decides which products exist.
var RoleProduct = Matching("the type key of a product, such as jira-software or confluence", regexp.MustCompile(`^[^\s:/@]+$`), "")

// RolePlace is how a configuration names the site and the product that a role is on: the paths of the two attributes, and of the one
// that takes an ARI.
type RolePlace struct{ Site, Product, ResourceID path.Path }

// Refused says that a site and a product name no resource that a role can be assigned on, or several, and which there are.
func (p RolePlace) Refused(err *site.RoleResourceError) diag.Diagnostic {
	at, summary, said := p.Site, "There is no such site", ""
	candidates := BulletList(err.Candidates)
	switch err.Problem {
	case site.SeveralSites:
		summary, said = "Several sites have this name", fmt.Sprintf("%s names several sites. Write the cloud ID of one of them:%s", Quoted(err.Site), candidates)
	case site.NoSuchProduct:
		at, summary = p.Product, "The site has no such product"
		said = fmt.Sprintf("Atlassian lists no product %s on site %s. It lists these:%s", Quoted(err.Product), Quoted(err.Site), candidates)
	case site.SeveralProducts:
		at, summary = p.Product, "The site has this product more than once"
		said = fmt.Sprintf("Site %s has %s more than once. Write %s instead, with one of these:%s", Quoted(err.Site), Quoted(err.Product), nameOf(p.ResourceID), candidates)
	case site.NoSuchSite:
		said = fmt.Sprintf("The organization lists no site %s. It lists these:%s", Quoted(err.Site), candidates)
		if len(err.Candidates) == 0 {
			said = fmt.Sprintf("The organization lists no site %s. It lists no site at all.", Quoted(err.Site))
		}
	}
	return diag.NewAttributeErrorDiagnostic(at, summary, said)
}
