// SPDX-License-Identifier: MPL-2.0

package group

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// makeAdminsByRole says what to do if Atlassian refuses to add an account to the group of the organization's admins.
const makeAdminsByRole = "Since its Units rollout, Atlassian makes organization admins by a role assignment, and the group no longer grants that access. " +
	"Give the account the role Organization admin in Atlassian Administration > Directory > Users, or with POST /admin/v1/orgs/{orgId}/users/{userId}/role-assignments/assign. " +
	"Then remove the account from the configuration of this group. If your organization does not have Units yet, the cause is different: see Atlassian's answer."

// cannotAdd is the error that an account could not be added to a group.
func cannotAdd(summary string, err error) diag.Diagnostic {
	if !organization.IsAdminsRefusal(err) {
		return base.Failed(summary, err)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("group_id"), summary, fmt.Sprintf("Atlassian refused the addition: %v.\n\n%s", err, makeAdminsByRole))
}

// adminsHint is [makeAdminsByRole] as a paragraph of its own, if one of several additions may have failed for this reason.
func adminsHint(failed map[string]error) string {
	for _, err := range failed {
		if organization.IsAdminsRefusal(err) {
			return "\n\n" + makeAdminsByRole
		}
	}
	return ""
}
