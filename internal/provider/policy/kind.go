// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// policyIdentity is the identity of a policy of any type.
var policyIdentity = base.Identity{Parts: []base.IdentityPart{{
	Name: "policy_id", Attribute: "id", Description: "ID of the policy.", Form: &base.OrganizationPolicyID,
}}}

// kind is one of the types of policies that the Organizations API can write. It has what their resources do alike.
type kind struct {
	// policyType is Atlassian's word for the type. Noun and plural name such policies in a message, and typeName is the type of the
	// resource after the name of the provider.
	policyType, noun, plural, typeName string
}

var (
	allowlists  = kind{orgpolicies.TypeIPAllowlist, "IP allowlist", "IP allowlists", "_ip_allowlist"}
	residencies = kind{orgpolicies.TypeDataResidency, "data residency policy", "data residency policies", "_data_residency_policy"}
)

// name is a name among the policies of the kind, which one resource of a configuration gives to a new one.
func (k kind) name(name string) claims.Subject {
	return organization.OrgPolicyNameSubject(k.policyType, name)
}

// cannot is the summary of an error: what cannot be done to a policy of the kind.
func (k kind) cannot(deed string) string { return "Cannot " + deed + " the " + k.noun }

// refuseOther refuses a policy of another type.
func (k kind) refuseOther(policy orgpolicies.Policy) diag.Diagnostics {
	if strings.EqualFold(policy.Type, k.policyType) {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("id"), "The policy is no "+k.noun, fmt.Sprintf(
		"Atlassian says that policy %s (%s) has the type %s. atlassian%s manages policies of the type %s only.",
		base.Word(policy.ID), base.Quoted(policy.Name), base.Word(policy.Type), k.typeName, k.policyType))}
}

// readStatus takes over whether the policy is enabled. A status that is new shows as enabled = null, so that the plan has a difference.
func (k kind) readStatus(policy orgpolicies.Policy, enabled *types.Bool) diag.Diagnostics {
	var diags diag.Diagnostics
	said := policy.Status
	switch {
	case strings.EqualFold(said, orgpolicies.StatusEnabled):
		*enabled = types.BoolValue(true)
	case strings.EqualFold(said, orgpolicies.StatusDisabled):
		*enabled = types.BoolValue(false)
	case said == "":
		diags.AddAttributeError(path.Root("enabled"), "It is not known whether the "+k.noun+" is enabled", fmt.Sprintf(
			"Atlassian's answer about policy %s has no status. That does not mean that it is disabled, so the state stays as it was. Try again later.", base.Word(policy.ID)))
	default:
		*enabled = types.BoolNull()
		diags.AddAttributeWarning(path.Root("enabled"), "The "+k.noun+" has a status that is not known", fmt.Sprintf(
			"Atlassian says that the status of policy %s is %s, which is neither enabled nor disabled. The plan shows it as a change of enabled, and the next apply sets what is configured. "+
				"Look at the policy in Atlassian Administration first.", base.Word(policy.ID), base.Word(said)))
	}
	return diags
}

// began is what a plan began with, for a comparison with what Atlassian says right before a write: the draft of the state. A status that
// is new is null there, and is compared with nothing.
func began(state orgpolicies.Draft, enabled types.Bool) orgpolicies.Draft {
	if enabled.IsNull() {
		state.Status = ""
	}
	return state
}

// readNow reads a policy into a state.
func readNow(ctx context.Context, o *organization.Organization, id types.String, read func(orgpolicies.Policy) diag.Diagnostics) error {
	found, err := o.OrganizationPolicies.Get(ctx, id.ValueString())
	if err != nil {
		return err
	}
	if diags := read(found); diags.HasError() {
		return errors.New(diags.Errors()[0].Detail())
	}
	return nil
}

// left returns the policy that a deletion of this run has left for a creation with a name. It is empty if there is none.
func (k kind) left(o *organization.Organization, name string) string {
	id, _ := o.Claims.Formers()[string(k.name(name))].(string)
	return id
}

// end deletes a policy, unless another object of the configuration manages it: the one that replaces this one, which takes it over, or
// another resource. So what the policy does is never undone in between.
func (k kind) end(ctx context.Context, o *organization.Organization, id string, private base.Private) diag.Diagnostics {
	policy := organization.OrgPolicySubject(id)
	var created string
	ending, diags := base.ReadEnding(ctx, private, o, &created, policy)
	switch {
	case diags.HasError(), ending.Held:
		return diags
	case ending.Replaced && created != "":
		o.Claims.Know(policy)
		o.Claims.NoteFormer(string(k.name(created)), id)
		return diags
	}
	left, held := o.Claims.Leave(ctx, id, policy)
	defer left()
	if held || ending.Deposed && ending.Twin {
		return diags
	}
	if err := o.OrganizationPolicies.Delete(ctx, id); err != nil && !meaning.IsNotFound(err) {
		diags.Append(base.Failed(k.cannot("delete"), err))
	}
	return diags
}
