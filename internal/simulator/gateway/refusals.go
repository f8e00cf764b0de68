// SPDX-License-Identifier: MPL-2.0

package gateway

import (
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// refusal is why the person may not read contexts, or nil. Unverified: its
// form, and that it is the same for contexts that do not exist.
func (c *call) refusal(contexts []string) *gatewayError {
	known := c.state.Contexts()

	for _, context := range contexts {
		if !slices.Contains(known, context) || !c.state.MayRead(world.CloudID(context)) {
			return forbidden("The caller must have read permission for " + context + ".")
		}
	}

	return nil
}

// refusalOfSite is why the person may not read the rules of a site, or nil.
func (c *call) refusalOfSite(site string) *gatewayError {
	for _, context := range c.state.Contexts() {
		if world.CloudID(context) == site && c.state.MayRead(site) {
			return nil
		}
	}

	return forbidden("The caller must be an admin of the site " + site + ".")
}
