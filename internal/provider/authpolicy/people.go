// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// refuseJoining says which accounts cannot be put into a policy, before anything is done.
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
				"The organization has no account for %s of %s: %s. Invite these people first, or take them off the list. Nobody is moved.",
				base.Counted(len(words), "element", "elements"), attribute, base.Shortened(words)))
		}
		if words := foreign[attribute]; len(words) > 0 {
			diags.AddAttributeError(path.Root(attribute), "Accounts that are not managed", fmt.Sprintf(
				"Only managed accounts are in an authentication policy, and the organization does not manage %s of %s: %s. Verify the domain of their addresses and claim the accounts "+
					"(Atlassian Administration > Directory > Domains), or take them off the list. Nobody is moved.",
				base.Counted(len(words), "element", "elements"), attribute, base.Shortened(words)))
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
		"This would move %s to another authentication policy, but protected_account_ids of the provider block lists every one of them: no plan may move a break-glass account, which another policy could lock out. "+
			"Leave the account where it is, or take it out of protected_account_ids first.", strings.Join(names, ", ")))
}

// named is a person in a message.
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
			diags.AddAttributeError(path.Root("emails"), "An account is listed twice", fmt.Sprintf("%s and %s are one account. Leave one of them out.", before, p.Word))
			continue
		}
		first[p.AccountID] = p.Word
	}
	return diags
}
