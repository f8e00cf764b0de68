// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// requireList reports a configuration that has neither of the lists.
func requireList(accountIDs, emails attr.Value) diag.Diagnostics {
	if !accountIDs.IsNull() || !emails.IsNull() {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Missing account_ids or emails",
		"Set account_ids, emails, or both. An empty list counts.")}
}

// refusals says which people of a change cannot be in the policy.
func (c *membersChange) refusals(o *organization.Organization, planned *membersModel) diag.Diagnostics {
	policyID := planned.PolicyID.ValueString()
	diags := refuseJoining(o, policyID, c.joining)
	diags.Append(refuseDuplicates(c.everyListed())...)
	if !planned.FallbackPolicyID.IsNull() {
		diags.Append(refuseSharing(slices.Concat(c.leaving, c.others), c.everyListed())...)
	}
	return diags
}

// refuseSharing refuses to move people out who have the address of somebody who is listed: Atlassian moves accounts by address only.
func refuseSharing(leaving, listed []organization.Person) diag.Diagnostics {
	accounts := make([]organization.Account, 0, len(leaving)+2*len(listed))
	addresses := make([]string, len(leaving))
	for i, p := range leaving {
		addresses[i] = p.Email
		accounts = append(accounts, organization.Account{AccountID: p.AccountID, Email: p.Email})
	}
	for _, p := range listed {
		if p.AccountID == "" {
			continue
		}
		accounts = append(accounts, organization.Account{AccountID: p.AccountID, Email: p.Email}, organization.Account{AccountID: p.AccountID, Email: p.Word})
	}
	return base.RefuseSharedAddresses(addresses, accounts)
}

// claim notes into which policy the configuration puts people. It is an error if another resource lists some of them, or if an
// exclusive list shares its policy with another list.
func (c *membersChange) claim(ctx context.Context, o *organization.Organization, planned *membersModel, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	policyID := planned.PolicyID.ValueString()
	everybody := c.everyListed()
	whole := organization.WholePolicySubject(policyID)
	list := make([]claims.Claim, 1, 1+len(everybody))
	list[0] = claims.Claim{Of: whole, Shared: !planned.Exclusive.ValueBool(), By: "atlassian_authentication_policy_members of policy " + policyID}
	for _, p := range everybody {
		if p.AccountID != "" {
			list = append(list, claims.Claim{Of: organization.PolicySubject(p.AccountID), Value: policyID, By: p.Word})
		}
	}
	others := make(map[string][]string) // words by the other policy
	var late []claims.Conflict
	for _, conflict := range o.Claims.Claim(holder, list...) {
		switch {
		case conflict.Late:
			late = append(late, conflict)
		case conflict.Claim.Of == whole:
			diags.AddAttributeError(path.Root("exclusive"), "An exclusive list shares its policy", fmt.Sprintf(
				"Two resources of this configuration list people in policy %s, and at least one of them has exclusive = true. It would move everyone who is not on its own list out of the policy. "+
					"Put all people on the exclusive list, or set exclusive = false.", policyID))
		default:
			others[conflict.Other.Value] = append(others[conflict.Other.Value], conflict.Claim.By)
		}
	}
	diags.Append(base.Conflicts(ctx, o, late)...)
	for other, names := range others {
		slices.Sort(names)
		people := base.Quantity(len(names), "account", "accounts")
		if organization.SamePolicy(other, policyID) {
			diags.AddAttributeError(path.Root(attributeOf(names[0])), "An account is listed by two resources", fmt.Sprintf(
				"Two resources of this configuration put %s into policy %s: %s. Only one resource can manage an account. Remove them from one of the lists.",
				people, policyID, base.ShortList(names)))
			continue
		}
		diags.AddAttributeError(path.Root(attributeOf(names[0])), "An account is put into two policies", fmt.Sprintf(
			"An account is in only one authentication policy, but this configuration puts %s into policy %s, as here, and into policy %s: %s. Each apply would undo the other. Remove them from one of the lists.",
			people, policyID, other, base.ShortList(names)))
	}
	return diags
}

// warnOfOthers says who else is in a policy that becomes exclusive. Terraform does not tell the apply what its plan has seen. So
// the apply moves only people whom the plan shows, and the next plan shows the others.
func (c *membersChange) warnOfOthers(planned *membersModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(c.others) > 0 {
		policyID := planned.PolicyID.ValueString()
		diags.AddAttributeWarning(path.Root("exclusive"), "People who are not listed stay for now", fmt.Sprintf(
			"Policy %s has %s not listed: %s. This resource moves none of them in this apply. The next plan shows them, and applying that moves them to the fallback policy %s. To keep somebody, add that person to the list.",
			policyID, base.Quantity(len(c.others), "person who is", "people who are"), base.ShortList(organization.WordsOf(c.others)), planned.FallbackPolicyID.ValueString()))
	}
	return diags
}

// departure is people who leave a policy, with the limits of the configuration.
type departure struct {
	// model is the plan, or the state if the resource ends.
	model *membersModel
	// from is the policy that they leave, if it is not the model's.
	from    string
	leaving []organization.Person
	// ends is set if people leave because the resource ends.
	ends bool
	// unclear is set if the ending resource may be a deposed object, which moves nobody.
	unclear bool
}

// policyID returns the policy that they leave.
func (d departure) policyID() string { return cmp.Or(d.from, d.model.PolicyID.ValueString()) }

// moves reports whether leaving people go to another policy.
func (d departure) moves() bool { return !d.model.FallbackPolicyID.IsNull() }

// refusals says why the departure is refused. It is never refused if Terraform only stops managing the people.
func (d departure) refusals(o *organization.Organization) diag.Diagnostics {
	return append(d.limits(), d.protection(o)...)
}

// limits says which limit of the configuration the departure exceeds.
func (d departure) limits() diag.Diagnostics {
	var diags diag.Diagnostics
	n := len(d.leaving)
	if n == 0 || !d.moves() {
		return diags
	}
	words, limit, list := organization.WordsOf(d.leaving), d.model.MaxRemovals, d.model.list()
	switch {
	case !limit.IsNull() && !limit.IsUnknown() && int64(n) > limit.ValueInt64():
		diags.AddAttributeError(path.Root("max_removals"), "Too many people would leave the policy", fmt.Sprintf(
			"This would move %s from policy %s to the fallback policy %s, but max_removals allows %d: %s. If you want this, %s.",
			base.Quantity(n, "person", "people"), d.policyID(), d.model.FallbackPolicyID.ValueString(), limit.ValueInt64(), base.ShortList(words), d.howToAllow(n)))
	case !d.ends && list.empty() && limit.IsNull():
		diags.AddAttributeError(path.Root(attributeOf(words[0])), "An empty list would empty the policy", fmt.Sprintf(
			"Nobody is listed, and this would move %s from policy %s to the fallback policy %s: %s. An empty list is often a mistake, such as a filter that finds nothing. "+
				"If you want this, set max_removals to at least %d.",
			base.Quantity(n, "person", "people"), d.policyID(), d.model.FallbackPolicyID.ValueString(), base.ShortList(words), n))
	}
	return diags
}

// protection refuses to move break-glass accounts.
func (d departure) protection(o *organization.Organization) diag.Diagnostics {
	if !d.moves() {
		return nil
	}
	var protected []string
	for _, p := range d.leaving {
		if len(o.People.Protected(p.AccountID)) > 0 {
			protected = append(protected, named(p))
		}
	}
	if len(protected) == 0 {
		return nil
	}
	return diag.Diagnostics{protectedMove(protected)}
}

// howToAllow says how to allow the departure. For a deletion, Terraform takes the limits from the state.
func (d departure) howToAllow(n int) string {
	if d.ends {
		return fmt.Sprintf("raise max_removals to at least %d and apply that first. To only stop managing these people here, use a removed block with destroy = false", n)
	}
	return fmt.Sprintf("raise max_removals to at least %d", n)
}

// warnings says where people go, if the plan does not show it.
func (d departure) warnings(planned bool) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(d.leaving) == 0 {
		return diags
	}
	stops, moves := "only stops", "moves"
	if planned {
		stops, moves = "will only stop", "will move"
	}
	words, policyID := organization.WordsOf(d.leaving), d.policyID()
	people := base.Quantity(len(words), "person", "people")
	switch {
	case !d.moves():
		diags.AddWarning("People stay in the policy", fmt.Sprintf(
			"Terraform %s managing %s in policy %s: %s. Atlassian's API can only take people out of a policy by moving them to another one, so they stay in it. "+
				"To move them, set fallback_policy_id to the ID of another policy, and apply that first.", stops, people, policyID, base.ShortList(words)))
	case d.ends:
		deposed := ""
		if d.unclear {
			deposed = " Destroying a deposed object moves nobody."
		}
		diags.AddWarning("People go to the fallback policy", fmt.Sprintf(
			"Terraform %s %s from policy %s to the fallback policy %s: %s. From then on, the settings of that policy apply to them.%s",
			moves, people, policyID, d.model.FallbackPolicyID.ValueString(), base.ShortList(words), deposed))
	}
	return diags
}

// refuseJoining says which accounts cannot be put into a policy, before any request changes something.
func refuseJoining(o *organization.Organization, policyID string, wanted []organization.Person) diag.Diagnostics {
	var diags diag.Diagnostics
	strangers, foreign := make(map[string][]string), make(map[string][]string)
	var protected []string
	for _, p := range wanted {
		switch {
		case p.Standing == organization.Nobody:
			strangers[attributeOf(p.Word)] = append(strangers[attributeOf(p.Word)], p.Word)
		case p.Standing != organization.Managed:
			foreign[attributeOf(p.Word)] = append(foreign[attributeOf(p.Word)], p.Word)
		case !p.In(policyID) && len(o.People.Protected(p.AccountID)) > 0:
			protected = append(protected, named(p))
		}
	}
	for _, attribute := range []string{"account_ids", "emails"} {
		if words := strangers[attribute]; len(words) > 0 {
			diags.AddAttributeError(path.Root(attribute), "People without an account", fmt.Sprintf(
				"The organization has no account for %s of %s: %s. Invite these people first, or remove them from the list. Nobody is moved.",
				base.Quantity(len(words), "element", "elements"), attribute, base.ShortList(words)))
		}
		if words := foreign[attribute]; len(words) > 0 {
			diags.AddAttributeError(path.Root(attribute), "Accounts that are not managed", fmt.Sprintf(
				"Only managed accounts can be in an authentication policy, and the organization does not manage %s of %s: %s. Verify the domain of their addresses and claim the accounts "+
					"(Atlassian Administration > Directory > Domains), or remove them from the list. Nobody is moved.",
				base.Quantity(len(words), "element", "elements"), attribute, base.ShortList(words)))
		}
	}
	if len(protected) > 0 {
		diags.Append(protectedMove(protected))
	}
	return diags
}

// protectedMove is the refusal to move break-glass accounts.
func protectedMove(names []string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("A protected account would be moved", fmt.Sprintf(
		"This would move %s to another authentication policy, but protected_account_ids of the provider block lists each of them. No plan may move a protected account, because another policy could lock it out. "+
			"Leave the account where it is, or remove it from protected_account_ids first.", strings.Join(names, ", ")))
}

// named names a person in a message.
func named(p organization.Person) string {
	if p.AccountID != "" && p.AccountID != p.Word {
		return p.Word + " (" + p.AccountID + ")"
	}
	return p.Word
}

// refuseDuplicates reports accounts that are listed by both ID and address.
func refuseDuplicates(everybody []organization.Person) diag.Diagnostics {
	var diags diag.Diagnostics
	first := make(map[string]string, len(everybody))
	for _, p := range everybody {
		if p.AccountID == "" {
			continue
		}
		if before, again := first[p.AccountID]; again {
			diags.AddAttributeError(path.Root("emails"), "An account is listed twice", fmt.Sprintf("%s and %s are the same account. Remove one of them.", before, p.Word))
			continue
		}
		first[p.AccountID] = p.Word
	}
	return diags
}
