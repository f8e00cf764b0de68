// SPDX-License-Identifier: MPL-2.0

// Package authpolicy is the subject of authentication policies: who is in which policy, what a person attests of its settings,
// and what can be observed of them.
package authpolicy

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// subject is where the documentation files the pages of this package.
const subject = "Authentication policies"

// Resources lists the subject's resources.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{
		newMembersResource,
		newAttestationResource,
	}
}

// DataSources lists the subject's data sources.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newPoliciesDataSource, newMembersDataSource}
}

// ListResources lists the subject's list resources.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{newMembersList}
}

// Actions lists the subject's actions.
func Actions() []func() action.Action {
	return []func() action.Action{newMoveUsers}
}

// wherePolicyID says where to find the ID of a policy: no operation lists policies.
const wherePolicyID = "To find it, open the policy in Atlassian Administration under Security > Authentication policies, and look at the address bar. " +
	"The data source `atlassian_authentication_policies` lists the IDs of policies that have members."

// policyPart is the part of an identity that names the policy.
var policyPart = base.IdentityPart{Name: "policy_id", Description: "ID of the authentication policy."}
