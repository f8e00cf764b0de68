// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// sameSite holds the name of a site, which nobody has changed, against the site whose rule the state has. It is an error if
// the name means another site now: to go on with the old one would leave the new one alone in silence, and to move would
// change rules on two sites that nobody has asked for.
func (r *userInstalledAppsResource) sameSite(ctx context.Context, state *userInstalledAppsModel) diag.Diagnostics {
	name, before := state.Site.ValueString(), state.CloudID.ValueString()
	if strings.EqualFold(name, before) {
		return nil
	}
	now, err := r.cloudID(ctx, name)
	switch {
	case err != nil:
		return diag.Diagnostics{base.FailedAt(path.Root("site"), "Cannot find the site", err)}
	case strings.EqualFold(now, before):
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("site"), "The name of the site means another site now", fmt.Sprintf(
		"Terraform manages the rule of site %s, which %q meant when it was last applied. That name means site %s now, so the site was renamed, and another site has taken its name over. "+
			"To go on with the first site, write site = %q. To manage the rule of the other site in its place, write site = %q.", before, name, now, before, now))}
}
