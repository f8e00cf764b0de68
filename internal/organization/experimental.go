// SPDX-License-Identifier: MPL-2.0

package organization

import "slices"

// GroupUpdate is the experiment of renaming groups by Atlassian's API: see [Groups.Update].
const GroupUpdate = "group_update"

// Experiments are the names of features that are built on unverified facts. Each is off unless the configuration names it.
func Experiments() []string { return []string{GroupUpdate} }

// Allows reports whether the configuration allows an experiment.
func (o *Organization) Allows(experiment string) bool {
	return slices.Contains(o.experimental, experiment)
}
