// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// rolePrefix begins every role ID that Atlassian documents.
const rolePrefix = "atlassian/"

// roleID is the form of a role ID. Which ones there are is Atlassian's to say.
var roleID = regexp.MustCompile(`^` + rolePrefix + `[^/\s]+$`)

// aRole is that form.
var aRole = base.Matching("a role ID such as atlassian/user", roleID, "")

// resourceIDValidator refuses what is no ARI, and the one known ARI that Atlassian takes without granting anything.
type resourceIDValidator struct{}

// Description says what the validator demands.
func (resourceIDValidator) Description(context.Context) string {
	return "value must be an Atlassian Resource Identifier such as ari:cloud:jira-software::site/SITE_ID"
}

// MarkdownDescription says what the validator demands.
func (v resourceIDValidator) MarkdownDescription(ctx context.Context) string {
	return v.Description(ctx)
}

// ValidateString reports a wrong resource ID with the right form.
func (resourceIDValidator) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	given := req.ConfigValue.ValueString()
	if !base.ARI.Is(given) {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid resource ID", fmt.Sprintf(
			"%s is not an Atlassian Resource Identifier (ARI). Write it as ari:cloud:OWNER::site/SITE_ID, such as ari:cloud:jira-software::site/SITE_ID for Jira "+
				"or ari:cloud:confluence::site/SITE_ID for Confluence; Atlassian's operation \"Get list of workspaces\" lists those of the organization.", base.Quoted(given)))
		return
	}
	if right, wrong := grantsNothing(given); wrong {
		resp.Diagnostics.AddAttributeError(req.Path, "The resource ID would grant nothing", fmt.Sprintf(
			"Atlassian takes %s, but a role on it gives no access to Jira: others found that on a live organization, Atlassian does not document it. Write %s.", given, right))
	}
}

// grantsNothing tells a resource ID that Atlassian accepts without effect, and gives the one that is meant. Unverified:
// for Jira the owner must be jira-software; plain jira was reported to be accepted and to grant nothing.
func grantsNothing(resourceID string) (right string, wrong bool) {
	site, wrong := strings.CutPrefix(resourceID, "ari:cloud:jira::site/")
	return "ari:cloud:jira-software::site/" + site, wrong
}
