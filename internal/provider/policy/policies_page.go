// SPDX-License-Identifier: MPL-2.0

package policy

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

// seenTypes are the sentences about types that no document has. Both pages have them.
const seenTypes = "### Types of policies\n\nAtlassian documents three types: `ip-allowlist`, `data-residency` and `data-security`. Live answers have shown more, such as `admin-notification-settings`, `generative-ai`, `hipaa`, `ugc-data-use-preferences` and `user-join-settings-default`. " +
	"The data source returns every type and status as Atlassian does, and the whole rule as JSON. A value that the answer lacks is null: null does not mean `disabled`, and null `resources` do not mean that the policy applies to nothing."

var policiesPage = base.Page{
	Subject: subject,
	Summary: "Lists the policies of the organization that are no authentication policies: IP allowlists, data residency, data security, and types that no document has.",
	Text: "Use it to see which policies there are, and to find their IDs for an import. For one policy, use `atlassian_policy`. " +
		"For authentication policies, which are other objects, use `atlassian_authentication_policies`.",
	Details:    seenTypes,
	Operations: []string{"getPolicies"},
	Requests:   "One request for each page of policies. All data sources and resources of a run share the list, and the provider filters it itself.",
	Unverified: []string{
		"Which policies the list holds. Others have seen that it is never empty.",
		"Whether the list has the rule and the resources of every policy. `atlassian_policy` reads the policy itself if the list lacks something.",
		"What the rule of a data security policy looks like here.",
	},
}

// Page is what the documentation page says.
func (*policiesDataSource) Page() base.Page { return policiesPage }

var policyPage = base.Page{
	Subject: subject,
	Summary: "Finds a policy of the organization that is no authentication policy, by its ID, or by its type and exact name.",
	Text: "Use it to read one policy. For all policies, use `atlassian_policies`. For authentication policies, which are other objects, use `atlassian_authentication_policies`.\n\n" +
		"The read fails if there is no such policy, and the error lists the existing ones. It also fails for a name that several policies of the type have, and lists their IDs.",
	Details:    seenTypes,
	Requests:   "One request for each page of policies, which all data sources and resources of a run share. If the list lacks the status, the rule or the resources of the policy, one more request reads the policy itself.",
	Operations: []string{"getPolicies", "getPolicyById"},
	Unverified: []string{
		"That the list holds every policy. The data source finds a policy only if the list has it.",
		"What the rule of a data security policy looks like here.",
	},
}

// Page is what the documentation page says.
func (*policyDataSource) Page() base.Page { return policyPage }

// Page is what the documentation page of the kind says.
func (l *organizationPolicyList) Page() base.Page { return l.page }
