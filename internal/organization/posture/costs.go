// SPDX-License-Identifier: MPL-2.0

package posture

import "slices"

// costs say how many requests each source takes, and by which operations, in the order of the documentation.
var costs = []struct {
	source     Source
	cost       string
	operations []string
}{
	{Domains, "one for every page of domains", []string{"getDomains"}},
	{People, "one for every 100 accounts, with their groups, roles and last activity, and one to count them", []string{"searchDirectoryUsers", "getDirectoryUsersCount"}},
	{AuthenticationPolicies, "one for every 100 managed accounts", []string{"ControlCloudAPIs_bulkFetchAuthPolicy"}},
	{PolicyChanges, "one for the kinds of events of the audit log, and one for each kind that is about authentication policies. Atlassian allows 10 of them a minute", []string{"getEventActions", "getEvents"}},
	{Admins, "one for every 100 organization admins, one to count them, and one for each of them", []string{"searchDirectoryUsers", "getDirectoryUsersCount", "getUserRoleAssignments"}},
	{APIKeys, "one for every 100 API keys, and one to count them", []string{"getAllApiKeys", "getApiKeyCount"}},
	{APITokens, "one for every 100 user API tokens, and one to count them", []string{"getAllApiTokensByOrgId", "getApiTokenCount"}},
	{IPAllowlists, "one for every page of policies", []string{"getPolicies"}},
	{DataSecurityPolicies, "one for every page of data security policies", []string{"ControlCloudAPIs_getPoliciesV2"}},
	{Classification, "one", []string{"getLevelList"}},
	{InstalledApps, "one for every 50 apps, and one for every 1000 workspaces", []string{"appsInstalledInContexts", "queryWorkspacesV2"}},
	{UserInstalledApps, "one for each site, and one for every 1000 workspaces", []string{"userInstallationRules", "queryWorkspacesV2"}},
	{Backups, "one for every 100 backup policies, one for each policy, and one for every 1000 workspaces", []string{"getBackupPolicies", "getBackupPolicyById", "queryWorkspacesV2"}},
}

// Operations are the IDs of all operations that the sources need, each once.
func Operations() []string {
	var all []string
	for _, one := range costs {
		for _, operation := range one.operations {
			if !slices.Contains(all, operation) {
				all = append(all, operation)
			}
		}
	}
	return all
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
