// SPDX-License-Identifier: MPL-2.0

package policy

import "github.com/orgsec/terraform-provider-atlassian/internal/provider/base"

// seenTypes are the sentences about types that no document has. Both pages have them.
const seenTypes = "Atlassian documents three types: `ip-allowlist`, `data-residency` and `data-security`. Live answers have shown more, such as `admin-notification-settings`, `generative-ai`, `hipaa`, `ugc-data-use-preferences` and `user-join-settings-default`. " +
	"The data source passes every type and status through, and the whole rule as JSON. What an answer does not say is null: null never means `disabled`, and null `resources` do not mean that the policy applies to nothing. " +
	"Authentication policies are other objects: see `atlassian_authentication_policies`."

var policiesPage = base.Page{
	Subject: subject,
	Summary: "Lists the policies of the organization that are no authentication policies: IP allowlists, data residency, data security, and types that no document has.",
	Text: seenTypes + "\n\n" +
		"All data sources and resources of a run share one read of the list. The provider filters the list itself.",
	Operations: []string{"getPolicies"},
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
	Text: seenTypes + "\n\n" +
		"It is an error if there is no such policy; the error lists those there are. Nothing says that names are unique, so a name that several policies of the type have is an error, too, which lists their IDs.\n\n" +
		"All data sources and resources of a run share one read of the list. If the list does not say the status, the rule or the resources of the policy, the data source also reads the policy itself.",
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
