// SPDX-License-Identifier: MPL-2.0

package relay_test

// cannotBeSeen are mutations that tell of another organization, in which there is nothing to find, and that nothing else in the
// answers contradicts. The reason is what a check cannot see.
func cannotBeSeen() []known {
	const (
		permissions = "appsInstalledInContexts data.ecosystem.appsInstalledInContexts.edges[?].node.installationsByContexts.nodes[?].appEnvironmentVersion.permissions[?]."
		scopes      = "an app's scopes are as Atlassian lists them: no scope less is as good an answer"
		addresses   = "an app's addresses are as Atlassian lists them: no address less is as good an answer"
		log         = "the audit log does not count its events: one that it leaves out did not happen"
		people      = "a search does not say how many it finds, and to hold it to the count of each group would take a request for each: the page says so"
		ofOne       = "the groups of an account are as Atlassian lists them: the page says to ask by group_ids, which its count proves"
		ofMember    = "the groups of an account are as Atlassian lists them, and a count of each group would take a request for each: the page of the decision says so"
		said        = "what an event says of an object is shown whole, so that more of it shows, too"
		rule        = "a rule is shown whole, so that more of it shows, too"
		rank        = "the order is as Atlassian numbers it: another number is another place"
		lists       = "a list that does not count its elements: one that it leaves out does not exist"
	)
	return []known{
		{"atlassian_approved_apps more scopes", permissions + "scopes empty", scopes},
		{"atlassian_approved_apps more scopes", permissions + "scopes truncated", scopes},
		{"atlassian_approved_apps more scopes", permissions + "scopes[?] dropped", scopes},
		{"atlassian_approved_apps more addresses", permissions + "egress empty", addresses},
		{"atlassian_approved_apps more addresses", permissions + "egress[*] dropped", addresses},
		{"atlassian_approved_apps more addresses", permissions + "egress[?].addresses truncated", addresses},
		{"atlassian_approved_apps more addresses", permissions + "egress[?].addresses[n] dropped", addresses},
		{"atlassian_authentication_policy_attestation **", "getEvents data empty", log},
		{"atlassian_authentication_policy_attestation **", "getEvents data[*] dropped", log},
		{"atlassian_audit_events **", "* data empty", log},
		{"atlassian_audit_events **", "* data beheaded", log},
		{"atlassian_audit_events **", "* data truncated", log},
		{"atlassian_audit_events **", "* data[?] dropped", log},
		{"atlassian_audit_events **", "* data[?].attributes.context[?].attributes added", said},
		{"atlassian_audit_events **", "* data[?].attributes.container[?].attributes added", said},
		{"atlassian_classification_levels **", "getLevelList levels empty", lists},
		{"atlassian_classification_levels **", "getLevelList levels beheaded", lists},
		{"atlassian_classification_levels **", "getLevelList levels truncated", lists},
		{"atlassian_classification_levels **", "getLevelList levels[?] dropped", lists},
		{"atlassian_classification_order a new level", "getLevelList levels truncated", lists},
		{"atlassian_classification_order a new level", "getLevelList levels[?] dropped", lists},
		{"atlassian_classification_order another order", "getLevelList levels[?].sensitivity longer", rank},
		{"atlassian_classification_order another order", "getLevelList levels[?].sensitivity unheard", rank},
		{"atlassian_classification_order another order", "getLevelList levels[?].sensitivity empty", rank},
		{"atlassian_audit_event_actions **", "getEventActions data beheaded", lists},
		{"atlassian_audit_event_actions **", "getEventActions data truncated", lists},
		{"atlassian_audit_event_actions **", "getEventActions data[?] dropped", lists},
		{"atlassian_data_residency_policy a product more", "getPolicies data[?].attributes.resources truncated", lists},
		{"atlassian_data_residency_policy a product more", "getPolicies data[?].attributes.resources[n] dropped", lists},
		{"atlassian_ip_allowlist an address more", "getPolicies data[?].attributes.rule.in truncated", lists},
		{"atlassian_ip_allowlist an address more", "getPolicies data[?].attributes.rule.in[n] dropped", lists},
		{"atlassian_policies **", "getPolicies data empty", lists},
		{"atlassian_policies **", "getPolicies data beheaded", lists},
		{"atlassian_policies **", "getPolicies data truncated", lists},
		{"atlassian_policies **", "getPolicies data[?] dropped", lists},
		{"atlassian_policies **", "getPolicies data[*] dropped", lists},
		{"atlassian_policies **", "getPolicies data[?].attributes.rule added", rule},
		{"atlassian_group_members **", "searchDirectoryUsers data truncated", people},
		{"atlassian_group_members account_ids", "searchDirectoryUsers data beheaded", people},
		{"atlassian_group_members **", "searchDirectoryUsers data[n] dropped", people},
		{"atlassian_users in a group", "searchDirectoryUsers data[?].groups empty", ofOne},
		{"atlassian_users in a group", "searchDirectoryUsers data[?].groups[?] dropped", ofOne},
		{intoAGroup, "searchDirectoryUsers data[?].groups empty", ofMember},
		{intoAGroup, "searchDirectoryUsers data[?].groups beheaded", ofMember},
		{intoAGroup, "searchDirectoryUsers data[?].groups[?] dropped", ofMember},
		{intoAGroup, "searchDirectoryUsers data[?].groups[?].id unheard", ofMember},
		{intoAGroup, "searchDirectoryUsers data[?].groups[?].id longer", ofMember},
		{"atlassian_groups **", "searchDirectoryGroups data empty", lists},
		{"atlassian_groups **", "searchDirectoryGroups data[*] dropped", lists},
		{"atlassian_security_posture single_sign_on_attested, **", "getEvents data empty", log},
		{"atlassian_security_posture single_sign_on_attested, **", "getEvents data[*] dropped", log},
		{"atlassian_security_posture verified_domain, one is lost", "getDomains data truncated", lists},
		{"atlassian_security_posture verified_domain, one is lost", "getDomains data[n] dropped", lists},
		{"atlassian_security_posture as shown", "getDomains data truncated", lists},
		{"atlassian_security_posture as shown", "getDomains data[n] dropped", lists},
		{"atlassian_domains **", "getDomains data empty", lists},
		{"atlassian_domains **", "getDomains data[*] dropped", lists},
	}
}
