// SPDX-License-Identifier: MPL-2.0

package relay_test

// failing are mutations at which a check looks away, and must not. The table can only shrink, and is to be empty.
func failing() []known {
	const (
		apps       = "appsInstalledInContexts data.ecosystem.appsInstalledInContexts."
		node       = apps + "edges[?].node."
		place      = "1: a place that cannot be read"
		coverage   = "2: what a site's name covers shrinks"
		notNone    = "4: null is not none"
		count      = "4: fewer apps than are counted"
		nobody     = "10: an account for which no policy is named"
		people     = "10: people whom a search does not show, or not so that they can be asked for"
		otherID    = "10: what is no ID of a policy is no other policy"
		policyOf   = "11: an object that does not say which policy"
		protection = "17: a protected account that a search hides"
		forgotten  = "12: a watched action that is not listed any more"
	)
	table := []known{
		{"atlassian_approved_apps **", apps + "edges empty", count},
		{"atlassian_approved_apps **", apps + "edges beheaded", count},
		{"atlassian_approved_apps **", apps + "edges[?] dropped", count},
		{"atlassian_approved_apps **", node + "*[?].installationContext *", place},
		{"atlassian_approved_apps **", node + "*[?] empty", place},
		{"atlassian_approved_apps more addresses", node + "installationsByContexts.nodes[?].appEnvironmentVersion.permissions *", notNone},
		{"atlassian_approved_apps more addresses", node + "installationsByContexts.nodes[?].appEnvironmentVersion.permissions[?] *", notNone},
		{"atlassian_approved_apps more addresses", node + "installationsByContexts.nodes[?].appEnvironmentVersion.permissions[?].egress null", notNone},
		{"atlassian_approved_apps more addresses", node + "installationsByContexts.nodes[?].appEnvironmentVersion.permissions[?].egress dropped", notNone},
		{"atlassian_approved_apps more addresses", node + "installationsByContexts.nodes[?].appEnvironmentVersion.permissions[?].egress[?] null", notNone},
		{"atlassian_approved_apps more addresses", node + "installationsByContexts.nodes[?].appEnvironmentVersion.permissions[?].egress[?] empty", notNone},
		{"atlassian_approved_apps more addresses", node + "installationsByContexts.nodes[?].appEnvironmentVersion.permissions[?].egress[?].addresses null", notNone},
		{"atlassian_approved_apps more addresses", node + "installationsByContexts.nodes[?].appEnvironmentVersion.permissions[?].egress[?].addresses dropped", notNone},
		{"atlassian_approved_apps more addresses", node + "installationsByContexts.nodes[?].appEnvironmentVersion.permissions[?].egress[?].addresses empty", notNone},
		{"atlassian_approved_apps more scopes", node + "installationsByContexts.nodes[?].appEnvironmentVersion.permissions empty", notNone},
		{"atlassian_approved_apps more scopes", node + "installationsByContexts.nodes[?].appEnvironmentVersion.permissions[?] dropped", notNone},
		{"atlassian_approved_apps a Forge app", "queryWorkspacesV2 **", coverage},

		{"app_review **", apps + "edges *", count},
		{"app_review **", apps + "edges[?] dropped", count},
		{"app_review **", node + "installationsByContexts.nodes[?].installationContext *", place},
		{"app_review **", node + "installationsByContexts.nodes[?] empty", place},
		{"atlassian_installed_apps **", apps + "edges *", count},
		{"atlassian_installed_apps **", apps + "edges[?] dropped", count},
		{"atlassian_installed_apps **", node + "installationsByContexts.nodes[?].installationContext *", place},
		{"atlassian_installed_apps **", node + "installationsByContexts.nodes[?] empty", place},
		{"atlassian_installed_apps **", "queryWorkspacesV2 **", coverage},

		{"atlassian_authentication_policy_attestation a changed setting", "getEvents data[?].attributes.context[?].id *", policyOf},
		{"atlassian_authentication_policy_attestation a deleted policy", "getEvents data[?].attributes.context[?].id *", policyOf},
		{"atlassian_authentication_policy_attestation **", "getEventActions **", forgotten},
		{"atlassian_authentication_policy_attestation a person **", "ControlCloudAPIs_bulkFetchAuthPolicy [?].policyId *", otherID},
		{"atlassian_authentication_policy_attestation a person **", "searchDirectoryUsers **", people},
	}
	for _, check := range []string{
		"atlassian_authentication_policy_attestation a person without two-step verification", "atlassian_authentication_policies **",
		"atlassian_authentication_policy_members account_ids",
	} {
		table = append(table,
			known{check, "ControlCloudAPIs_bulkFetchAuthPolicy [?] dropped", nobody},
			known{check, "ControlCloudAPIs_bulkFetchAuthPolicy [?].accountId *", nobody},
		)
	}
	return append(table,
		known{"atlassian_authentication_policy_attestation a person without two-step verification", "ControlCloudAPIs_bulkFetchAuthPolicy the answer empty", nobody},
		known{"atlassian_authentication_policies **", "ControlCloudAPIs_bulkFetchAuthPolicy [?].policyId *", nobody},
		known{"atlassian_authentication_policies **", "searchDirectoryUsers **", people},
		known{"atlassian_authentication_policy_members account_ids", "ControlCloudAPIs_bulkFetchAuthPolicy [?].policyId *", nobody},
		known{"atlassian_authentication_policy_members account_ids", "ControlCloudAPIs_bulkFetchAuthPolicy the answer beheaded", nobody},
		known{"atlassian_authentication_policy_members account_ids", "searchDirectoryUsers **", people},
		known{"atlassian_authentication_policy_members exclusive **", "searchDirectoryUsers **", people},
		known{"atlassian_authentication_policy_members exclusive **", "ControlCloudAPIs_bulkFetchAuthPolicy [n].policyId upper", otherID},
		known{"atlassian_group_members a protected **", "searchDirectoryUsers data[n] dropped", protection},
		known{"atlassian_group a protected **", "searchDirectoryUsers data[*].accountId upper", protection},
	)
}
