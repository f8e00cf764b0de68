// SPDX-License-Identifier: MPL-2.0

package posture

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/standing"
)

// judgeDomains: a domain is verified, and no claim was lost. One whose verification was never finished is named, and fails only where it
// has to be verified. A verified one whose name is none of a domain does not count: it may be any, or nothing.
func judgeDomains(facts *Facts, parameters Parameters, e *Evidence) {
	if e.unread("the list of domains", facts.Domains.Err) {
		return
	}
	var verified, others, lost, strange []string
	is := make(map[string]bool)
	nameless := 0
	for _, domain := range facts.Domains.Value {
		name := strings.ToLower(domain.Name)
		switch domain.ClaimStatus {
		case domains.Verified:
			if _, err := domains.Normalize(domain.Name); err != nil {
				nameless++
				continue
			}
			verified = append(verified, name)
			is[name] = true
		case domains.MissingToken, domains.Superseded:
			lost = append(lost, name)
		case domains.Unverified:
			others = append(others, name)
		default:
			strange = append(strange, name)
		}
	}
	e.count("verified", len(verified))
	e.count("not_verified", len(others)+len(lost)+len(strange))
	e.name(slices.Concat(others, lost, strange)...)
	if len(lost) > 0 {
		e.fail("the verification of %s is lost: %s", things(len(lost), "domain", "domains"), some(lost))
	}
	var wanted []string
	for _, domain := range parameters.Domains {
		name, err := domains.Normalize(domain)
		if err != nil {
			name = strings.ToLower(domain)
		}
		if !is[name] && !slices.Contains(strange, name) && !slices.Contains(lost, name) {
			wanted = append(wanted, name)
		}
	}
	e.name(wanted...)
	switch {
	case len(wanted) > 0 && nameless == 0:
		e.fail("not verified: %s", some(wanted))
	case len(wanted) > 0, len(verified) == 0 && nameless > 0:
		e.unsure("Atlassian gives no name of a domain for %s", things(nameless, "verified domain", "verified domains"))
	}
	if len(verified) == 0 && len(strange) == 0 && nameless == 0 {
		e.fail("no domain is verified")
	}
	if len(strange) > 0 {
		e.unsure("Atlassian gives a status that is not documented, or none, for %s", some(strange))
	}
	e.pass("%s: %s", things(len(verified), "verified domain", "verified domains"), some(verified))
}

// managed are the accounts that the organization manages. Those that Atlassian calls neither managed nor unmanaged may be among them, and
// make the rule unsure.
func managed(accounts []Account, e *Evidence) []Account {
	var all []Account
	var strange []string
	for _, account := range accounts {
		switch {
		case strings.EqualFold(account.ClaimStatus, "managed"):
			all = append(all, account)
		case !isUnmanaged(account):
			strange = append(strange, who(account))
		}
	}
	if len(strange) > 0 {
		e.unsure("it is not known whether the organization manages %s: %s", things(len(strange), "account", "accounts"), some(strange))
		e.name(strange...)
	}
	return all
}

// isUnmanaged reports whether an account says that the organization does not manage it. One that says nothing may be managed.
func isUnmanaged(account Account) bool { return strings.EqualFold(account.ClaimStatus, "unmanaged") }

// judgePlaces: every managed account is in an intended policy.
func judgePlaces(facts *Facts, parameters Parameters, e *Evidence) {
	unread := e.unread("the list of people", facts.People.Err)
	if e.unread("the authentication policies of the accounts", facts.AuthenticationPolicies.Err) || unread {
		return
	}
	accounts := managed(facts.People.Value, e)
	var elsewhere, unplaced []string
	for _, account := range accounts {
		policy := facts.AuthenticationPolicies.Value[account.AccountID]
		in, understood := among(policy, parameters.IntendedPolicies)
		switch {
		case policy == "" || !understood:
			unplaced = append(unplaced, who(account))
		case !in:
			elsewhere = append(elsewhere, who(account))
		}
	}
	e.count("managed_accounts", len(accounts))
	e.count("in_another_policy", len(elsewhere))
	e.count("policy_not_known", len(unplaced))
	e.name(slices.Concat(elsewhere, unplaced)...)
	if len(elsewhere) > 0 {
		e.fail("%s in another policy: %s", things(len(elsewhere), "managed account is", "managed accounts are"), some(elsewhere))
	}
	if len(unplaced) > 0 {
		e.unsure("the policy of %s is not known: %s", things(len(unplaced), "managed account", "managed accounts"), some(unplaced))
	}
	if len(accounts) > 0 {
		e.pass("%s in an intended policy", things(len(accounts), "managed account is", "managed accounts are"))
	}
}

// judgeTwoStep: so many percent of the managed accounts in use have two-step verification. Those of which it is not known do not count as
// having it; where they decide, the control is unknown. An account that may be in use counts if it has no two-step verification, and
// makes up for no other one if it has.
func judgeTwoStep(facts *Facts, parameters Parameters, e *Evidence) {
	if e.unread("the list of people", facts.People.Err) {
		return
	}
	var with, without, silent, doubtful []string
	for _, account := range managed(facts.People.Value, e) {
		switch {
		case !standing.Possible(account) || !isPerson(account):
		case account.MFAEnabled == nil:
			silent = append(silent, who(account))
		case *account.MFAEnabled && !standing.Certain(account):
			doubtful = append(doubtful, who(account))
		case *account.MFAEnabled:
			with = append(with, who(account))
		default:
			without = append(without, who(account))
		}
	}
	total := len(with) + len(without) + len(silent)
	e.count("with_two_step_verification", len(with))
	e.count("without_two_step_verification", len(without))
	e.count("not_known", len(silent)+len(doubtful))
	e.name(slices.Concat(without, silent, doubtful)...)
	if total == 0 {
		e.unsure("there is no managed account to look at that is known to be in use")
		return
	}
	enough := func(n, of int) bool { return n*100 >= parameters.MinTwoStepPercent*of }
	share := func(n int) int { return n * 100 / total }
	switch {
	case !enough(len(with)+len(silent)+len(doubtful), total+len(doubtful)):
		e.fail("%d%% of %s have two-step verification, and at least %d%% must; without it: %s",
			share(len(with)), things(total, "managed account in use", "managed accounts in use"), parameters.MinTwoStepPercent, some(without))
	case !enough(len(with)+len(silent), total):
		e.unsure("it is not known whether %s in use: %s", things(len(doubtful), "managed account with two-step verification is", "managed accounts with two-step verification are"), some(doubtful))
	case !enough(len(with), total):
		e.unsure("Atlassian does not say whether %s two-step verification: %s", things(len(silent), "managed account in use has", "managed accounts in use have"), some(silent))
	}
	e.pass("%d%% of %s have two-step verification", share(len(with)), things(total, "managed account in use", "managed accounts in use"))
}

// isPerson reports whether an account is that of a person, for all that is known. Accounts of apps sign in by tokens.
func isPerson(account Account) bool {
	return !strings.EqualFold(account.AccountType, "app")
}

// minAdmins is how many organization admins there must be: one who is away must not lock the organization out.
const minAdmins = 2

// judgeAdmins: there are neither too few nor too many organization admins in use, and one of them has the role directly. If all had it by
// groups, then those who edit the groups would choose the admins, and could leave the organization without any.
func judgeAdmins(facts *Facts, parameters Parameters, e *Evidence) {
	if e.unread("the list of organization admins", facts.Admins.Err) {
		return
	}
	var certain, possible, names []string
	direct, notUnderstood, possiblyDirect := 0, 0, 0
	for _, admin := range facts.Admins.Value {
		switch {
		case strings.EqualFold(admin.Status, "active") && standing.Certain(admin.Account):
			certain = append(certain, who(admin.Account))
			if admin.Direct {
				direct++
			} else if !admin.Understood {
				notUnderstood++
			}
		case standing.Possible(admin.Account):
			possible = append(possible, who(admin.Account))
			possiblyDirect++
		}
		names = append(names, who(admin.Account))
	}
	least, most := len(certain), len(certain)+len(possible)
	e.count("organization_admins", least)
	e.count("direct", direct)
	e.name(names...)
	if len(facts.Admins.Value) == 0 {
		e.unsure("Atlassian shows no organization admin, although there must be one")
		return
	}
	switch {
	case most < minAdmins:
		e.fail("%s in use, and there must be at least %d", things(most, "organization admin is", "organization admins are"), minAdmins)
	case least > parameters.MaxAdmins:
		e.fail("%d organization admins are in use, and there may be at most %d: %s", least, parameters.MaxAdmins, some(certain))
	case least < minAdmins || most > parameters.MaxAdmins:
		e.unsure("it is not known whether these organization admins are in use: %s", some(possible))
	}
	switch {
	case direct > 0:
	case notUnderstood+possiblyDirect > 0:
		e.unsure("it is not known whether an organization admin in use has the role directly")
	default:
		e.fail("every organization admin in use has the role by a group alone, so those who can edit the group choose the admins")
	}
	e.pass("%d organization admins, of whom %s the role directly: %s", least, things(direct, "has", "have"), some(certain))
}

// nameOf is how a credential is named: by its label and owner.
func nameOf(credential Credential) string {
	name := atlassian.Escaped(cmp.Or(credential.Label, credential.ID), "")
	if credential.Owner == "" {
		return name
	}
	return fmt.Sprintf("%s (%s)", name, atlassian.Word(credential.Owner))
}
