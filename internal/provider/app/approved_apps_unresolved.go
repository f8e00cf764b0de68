// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// readUnresolved refreshes a state with a name that means no site any more, as after the site was renamed. A refresh asks about the
// names in the state, also where the configuration has others already, or the resource is to be destroyed: an error here would
// have no way out. So the refresh warns, and shows what the name covered as uncovered. The plan is an error as long as sites has
// the name.
func (r *approvedAppsResource) readUnresolved(ctx context.Context, state *approvedAppsModel) (unresolved bool, diags diag.Diagnostics) {
	names, _ := state.Sites.Strings()
	known, failed, err := r.Organization.Sites.ResolveKnown(ctx, names)
	if err != nil || len(failed) == 0 {
		return false, nil // the review says the error
	}
	for _, one := range failed {
		diags.AddAttributeWarning(path.Root("sites"), "A site is not reviewed any more", base.Capitalized(base.Escaped(one.Error()))+
			".\n\nSo no app was read, and the state keeps what the last refresh found. Look in Atlassian Administration whether the site was renamed, and change sites: a plan is an error until then.")
	}
	now := organization.CoverageOf(known)
	state.Uncovered = coverageValue(state.seen().Lost(now))
	state.Covered = coverageValue(now)
	return true, diags
}
