// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// automation is what may have moved people beside persons and configurations. No public API shows these rules.
const automation = "Somebody may have moved them in " + policyConsole + ", or another configuration, or an automation rule for authentication policies, which organizations with an Enterprise plan can have and no API shows. " +
	"Such a rule moves people again after every apply: if there is one, change the rule, or change the lists of this resource."

// explained says of people whom a refresh finds elsewhere than the last apply has left them that something has moved them, and what it
// may have been. Listed are the people of the state, others those whom it does not list, where nobody else may be in the policy.
func explained(policyID string, listed, others []organization.Person) diag.Diagnostics {
	var diags diag.Diagnostics
	var gone, come []string
	at := path.Root("emails")
	for _, p := range listed {
		if p.Standing == organization.Managed && !p.In(policyID) {
			gone = append(gone, fmt.Sprintf("%s, now in policy %s", named(p), p.PolicyID))
			at = path.Root(attributeOf(p.Word))
		}
	}
	if len(gone) > 0 {
		diags.AddAttributeWarning(at, "People are in another authentication policy", fmt.Sprintf(
			"%s in another policy than %s, where this resource keeps them:%s\n\n%s", base.Counted(len(gone), "person of this resource is", "people of this resource are"), policyID, base.Listed(inOrder(gone)), automation))
	}
	for _, p := range others {
		come = append(come, named(p))
	}
	if len(come) > 0 {
		diags.AddAttributeWarning(path.Root("exclusive"), "Other people are in the authentication policy", fmt.Sprintf(
			"%s in policy %s whom this resource does not list, although exclusive is true:%s\n\n%s", base.Counted(len(come), "person is", "people are"), policyID, base.Listed(inOrder(come)), automation))
	}
	return diags
}

func inOrder(lines []string) []string {
	slices.Sort(lines)
	return lines
}
