// SPDX-License-Identifier: MPL-2.0

package authpolicy

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// findings are the members of a policy who do not match its attested settings. A list is nil if it was not checked, which is not
// the same as empty.
type findings struct{ withoutTwoStep, withoutSignOn []organization.Account }

// check finds members who do not match the attested settings, as far as the provider can check them.
func (r *attestationResource) check(ctx context.Context, m *attestationModel) (findings, diag.Diagnostics) {
	var found findings
	policyID := m.PolicyID.ValueString()
	if m.checksTwoStep().ValueBool() {
		without, err := r.Organization.Policies.WithoutTwoStepVerification(ctx, policyID)
		if err != nil {
			return findings{}, diag.Diagnostics{base.FailedAt(path.Root("settings").AtName(twoStepVerification), "Cannot find out who has no two-step verification", err)}
		}
		found.withoutTwoStep = m.notExempt(without)
	}
	if m.checksSignOn().ValueBool() {
		without, err := r.Organization.Policies.WithoutSAML(ctx, policyID)
		if err != nil {
			return findings{}, diag.Diagnostics{cannotCheckSignOn(err)}
		}
		found.withoutSignOn = m.notExempt(without)
	}
	return found, nil
}

// notExempt returns the accounts that are not exempt. The result is never nil.
func (m *attestationModel) notExempt(accounts []organization.Account) []organization.Account {
	exempt, _ := m.ExemptAccountIDs.Strings()
	rest := make([]organization.Account, 0, len(accounts))
	for _, account := range accounts {
		if !slices.Contains(exempt, account.AccountID) {
			rest = append(rest, account)
		}
	}
	return rest
}

func cannotCheckSignOn(err error) diag.Diagnostic {
	at := path.Root("check_single_sign_on")
	if meaning.Why(err).Meaning == meaning.KeyScoped {
		return diag.NewAttributeErrorDiagnostic(at, scopedKey, fmt.Sprintf(
			"check_single_sign_on needs an organization API key without scopes: Atlassian's User management API refuses every key that has scopes, whatever the scopes are (%v). "+
				"Give the provider a key without scopes as api_key, or set check_single_sign_on = false. If you made the state with another key, apply that once with -refresh=false.", err))
	}
	return base.FailedAt(at, "Cannot find out who signs in by SAML", err)
}

const scopedKey = "The API key has scopes"

// writeTo writes the findings into a state.
func (f findings) writeTo(m *attestationModel) {
	m.WithoutTwoStep, m.WithoutSignOn = accountList(f.withoutTwoStep), accountList(f.withoutSignOn)
}

// accountList returns the addresses of accounts, sorted; null if they were not checked.
func accountList(accounts []organization.Account) types.List {
	if accounts == nil {
		return types.ListNull(types.StringType)
	}
	words := organization.WordsFor(accounts, true)
	slices.Sort(words)
	return base.StringList(words)
}

// plannedList returns the planned value of a list of findings: empty if it is checked.
func plannedList(checked types.Bool) types.List {
	switch {
	case checked.IsUnknown():
		return types.ListUnknown(types.StringType)
	case checked.ValueBool():
		return types.ListValueMust(types.StringType, []attr.Value{})
	default:
		return types.ListNull(types.StringType)
	}
}

// refusals says why the findings prevent an attestation.
func (f findings) refusals() diag.Diagnostics {
	var diags diag.Diagnostics
	if len(f.withoutTwoStep) > 0 {
		diags.AddAttributeError(path.Root("settings").AtName(twoStepVerification), "Members without two-step verification", fmt.Sprintf(
			"settings.two_step_verification is attested as required, but it is off for %s of the policy:%s\n\n"+
				"Ask them to enroll, change settings to what the console shows, or list their account IDs in exempt_account_ids after a person has reviewed them. Nothing is attested until then.",
			base.Quantity(len(f.withoutTwoStep), "active member", "active members"), listedAccounts(f.withoutTwoStep)))
	}
	if len(f.withoutSignOn) > 0 {
		diags.AddAttributeError(path.Root("check_single_sign_on"), "Members without a sign of SAML", fmt.Sprintf(
			"settings.single_sign_on is attested as saml, but the profile of %s of the policy shows no sign of it:%s\n\n"+
				"The absence of the sign proves nothing: a profile that is governed in another way, such as by SCIM, may show another sign. Find out how they sign in. "+
				"Ask them to sign in by SAML, change settings to what the console shows, or list their account IDs in exempt_account_ids after a person has reviewed them. Nothing is attested until then.",
			base.Quantity(len(f.withoutSignOn), "active member", "active members"), listedAccounts(f.withoutSignOn)))
	}
	return diags
}

// listedAccounts lists accounts, one in each line, with the IDs that exempt_account_ids takes.
func listedAccounts(accounts []organization.Account) string {
	lines := make([]string, len(accounts))
	for i, account := range accounts {
		lines[i] = account.AccountID
		if account.Email != "" {
			lines[i] = fmt.Sprintf("%s (%s)", base.Word(account.Email), account.AccountID)
		}
	}
	slices.Sort(lines)
	return base.BulletList(lines)
}
