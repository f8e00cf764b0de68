// SPDX-License-Identifier: MPL-2.0

package posture

import "slices"

// costs say how many requests each source takes, in the order of the documentation.
var costs = []struct {
	source Source
	cost   string
}{
	{Domains, "one for every page of domains"},
	{People, "one for every 100 accounts, with their groups, roles and last activity, and one to count them"},
	{AuthenticationPolicies, "one for every 100 managed accounts"},
	{PolicyChanges, "one for the kinds of events of the audit log, and one for each kind that is about authentication policies. Atlassian allows 10 of them a minute"},
	{Admins, "one for every 100 organization admins, one to count them, and one for each of them"},
	{APIKeys, "one for every page of API keys"},
	{APITokens, "one for every page of user API tokens"},
	{OrganizationPolicies, "one for every page of policies of each type"},
	{Classification, "one"},
	{InstalledApps, "one for every 50 apps, and one for every 1000 workspaces"},
	{UserInstalledApps, "one for each site, and one for every 1000 workspaces"},
	{Backups, "one for every page of backup policies, one for each policy, and one for every 1000 workspaces"},
}

// Sources are all sources, in the order of the documentation.
func Sources() []Source {
	all := make([]Source, len(costs))
	for i, one := range costs {
		all[i] = one.source
	}
	return all
}

// Cost says how many requests a source takes. It is empty for none.
func Cost(source Source) string {
	for _, one := range costs {
		if one.source == source {
			return one.cost
		}
	}
	return ""
}

// ReadBy are the IDs of the controls that need a source.
func ReadBy(source Source) []string {
	var readers []string
	for _, control := range list {
		if slices.Contains(control.Reads, source) {
			readers = append(readers, control.ID)
		}
	}
	return readers
}
