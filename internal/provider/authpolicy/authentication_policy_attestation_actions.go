// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// isBlind reports whether an error says that no event of the audit log could show a change. Trying again does not help.
func isBlind(err error) bool {
	_, silent := errors.AsType[*organization.SilentActionsError](err)
	return silent || organization.IsNotFound(err)
}

// warnSilent names the watched actions without a name and a group, so that a person can find out what they are about.
func (r *attestationResource) warnSilent(ctx context.Context, plan *attestationModel) diag.Diagnostics {
	actions, err := r.Organization.Audit.PolicyActions(ctx)
	if err != nil { // another check reports it
		return nil
	}
	ignored, _ := plan.IgnoredActions.Strings()
	var silent []string
	for _, action := range actions {
		if organization.SaysNothing(action) && !slices.Contains(ignored, action.ID) {
			silent = append(silent, action.ID)
		}
	}
	if len(silent) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(path.Root("ignored_actions"), "Actions without a name are watched", fmt.Sprintf(
		"The audit log lists %s with neither a name nor a group: %s. They may be about authentication policies, so their events count as changes. "+
			"Look at such events in Atlassian Administration > Security > Audit log. List those that are not about the settings of policies in ignored_actions.",
		base.Counted(len(silent), "action", "actions"), base.Shortened(silent)))}
}
