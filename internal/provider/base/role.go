// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
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
				"or ari:cloud:confluence::site/SITE_ID for Confluence; Atlassian's operation \"Get list of workspaces\" lists those of the organization.", Quoted(given)))
		return
	}
	if right, wrong := grantsNothing(given); wrong {
		resp.Diagnostics.AddAttributeError(req.Path, "The resource ID would grant nothing", fmt.Sprintf(
			"Atlassian takes %s, but a role on it gives no access to Jira: others found that on a live organization, Atlassian does not document it. Write %s.", given, right))
	}
}

// grantsNothing reports whether Atlassian accepts a resource ID without effect, and returns the one that the user means.
// Unverified: for Jira the owner must be jira-software; plain jira was reported to be accepted and to grant nothing.
func grantsNothing(resourceID string) (right string, wrong bool) {
	site, wrong := strings.CutPrefix(resourceID, "ari:cloud:jira::site/")
	return "ari:cloud:jira-software::site/" + site, wrong
}
