// SPDX-License-Identifier: MPL-2.0

package simulator

import "slices"

// refusal is why a person may not look at contexts; nil where it is fine.
// Unverified: its form, and that it is the same for contexts that do not exist.
func (c *call) refusal(contexts []string) *gatewayError {
	known := c.state.contexts()

	for _, context := range contexts {
		if !slices.Contains(known, context) || !c.state.mayRead(cloudID(context)) {
			return forbidden("The caller must have read permission for " + context + ".")
		}
	}

	return nil
}

// refusalOfSite is the same for a whole site.
func (c *call) refusalOfSite(site string) *gatewayError {
	for _, context := range c.state.contexts() {
		if cloudID(context) == site && c.state.mayRead(site) {
			return nil
		}
	}

	return forbidden("The caller must be an admin of the site " + site + ".")
}
