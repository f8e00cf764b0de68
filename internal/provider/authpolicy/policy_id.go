// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// wherePolicyID tells where to find the ID of a policy: no operation lists policies.
const wherePolicyID = "You find it in the address bar of Atlassian Administration when the policy is open (Security > Authentication policies); " +
	"the data source `atlassian_authentication_policies` lists the IDs of those that somebody is in."

// policyPart is the part of an identity that names the policy.
var policyPart = base.IdentityPart{Name: "policy_id", Description: "ID of the authentication policy."}
