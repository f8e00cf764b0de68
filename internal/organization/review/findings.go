// SPDX-License-Identifier: MPL-2.0

package review

import (
	"fmt"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/standing"
)

// admin finds organization admins, whatever their status. The search for the role and the list of a person's roles are two answers, and
// either is enough.
func (j *judge) admin(found *collected) {
	person := found.person
	listed := false
	for _, role := range person.PlatformRoles {
		listed = listed || is(role, atlassian.OrganizationAdminRole)
	}
	if !listed && !j.admins[person.AccountID] {
		return
	}
	reason := "An organization admin, who can change everything in the organization."
	switch {
	case standing.Of(person.User).Barred:
		reason = fmt.Sprintf("An organization admin. %s.", barredAs(person.User))
	case !listed:
		reason = "An organization admin, according to the search for that role. The platform roles of the account do not have it, which may mean that a group gives it."
	}
	found.add(Admin, "", reason)
}

// claim finds accounts that the organization does not manage.
func (j *judge) claim(found *collected) {
	switch claim := found.person.ClaimStatus; {
	case is(claim, claimManaged):
	case is(claim, claimUnmanaged):
		found.add(Unmanaged, "", "The organization does not manage the account: its authentication policies do not apply, and it cannot deactivate it.")
	default:
		found.unknown("claim_status", "Atlassian does not say in known words whether the organization manages the account: claim_status is "+said(claim)+".")
	}
}

// twoStep finds people who sign in without a second step, as far as Atlassian says.
func (j *judge) twoStep(found *collected) {
	switch on := found.person.MFAEnabled; {
	case on == nil && is(found.person.ClaimStatus, claimUnmanaged):
		found.unknown("mfa_enabled", "Atlassian does not say whether two-step verification is on, as it documents it for managed accounts only.")
	case on == nil:
		found.unknown("mfa_enabled", "Atlassian does not say whether two-step verification is on.")
	case !*on:
		found.add(WithoutTwoStep, "", "Two-step verification is off. If the person signs in by single sign-on, it may be the identity provider that asks for the second step.")
	}
}

// address finds addresses at domains that the organization has not verified. Atlassian verifies each domain by itself: a subdomain of a
// verified domain is another domain.
func (j *judge) address(found *collected) {
	email := found.person.Email
	host := ""
	if at := strings.LastIndex(email, "@"); at >= 0 {
		host = email[at+1:]
	}
	if host == "" {
		found.unknown("email", "Atlassian does not give the address, so it is not known whether it is at a verified domain.")
		return
	}
	name := hostKey(host)
	status, listed := j.claims[name]
	if listed && status == domains.Verified {
		return
	}
	shown := atlassian.Word(strings.ToLower(host))
	if listed {
		found.add(Outside, "", fmt.Sprintf("The address is at %s, which the organization has added and not verified: its status is %s.", shown, said(status)))
		return
	}
	for parent := name; strings.Contains(parent, "."); {
		_, parent, _ = strings.Cut(parent, ".")
		if j.claims[parent] == domains.Verified {
			found.add(Outside, "", fmt.Sprintf("The address is at %s, a subdomain of the verified domain %s. Atlassian verifies each domain by itself, and this one is not verified.", shown, atlassian.Word(parent)))
			return
		}
	}
	found.add(Outside, "", fmt.Sprintf("The address is at %s, which is no verified domain of the organization.", shown))
}

// barred finds accounts that cannot be used and have something all the same: it is theirs again as soon as they can.
func (j *judge) barred(found *collected) {
	person := found.person
	if !hasAnything(person.User) {
		return
	}
	groups := make([]string, len(person.Groups))
	for i, group := range person.Groups {
		groups[i] = firstOf(group.Name, group.ID)
	}
	apps := make([]string, len(person.ProductAccess))
	for i, app := range person.ProductAccess {
		apps[i] = firstOf(app.Key, app.ResourceID)
	}
	var has []string
	for _, one := range []struct {
		noun  string
		names []string
	}{{"role", person.PlatformRoles}, {"group", groups}, {"app", apps}} {
		if len(one.names) > 0 {
			has = append(has, some(one.noun, one.names))
		}
	}
	found.add(SuspendedWithRoles, "", fmt.Sprintf("%s, and keeps %s.", barredAs(person.User), strings.Join(has, ", ")))
}

// tokens finds API tokens that were not used for long.
func (j *judge) tokens(found *collected, inUse bool) {
	if !j.settings.APITokens {
		return
	}
	person := found.person
	if person.Tokens == nil && inUse {
		found.unknown("api_tokens", "Atlassian lists the API tokens of managed accounts only, so it is not known whether this person has any.")
	}
	for _, token := range person.Tokens {
		if reason := j.stale(token); reason != "" {
			found.add(StaleToken, token.ID, reason)
		}
	}
}

// stale says why a token is stale. It is empty for one that is not. One that has expired is of no use to anybody.
func (j *judge) stale(token Token) string {
	if at := token.ExpiresAt; at != nil && !at.After(j.settings.AsOf) {
		return ""
	}
	days, name := j.settings.StaleTokenAfter, "The API token "+atlassian.Quoted(token.Label)
	switch created, used := token.CreatedAt, token.LastActiveAt; {
	case used != nil && j.ahead(*used):
		return fmt.Sprintf("Atlassian says that %s was last used on %s, which is in the future, so it is not known when that was.", lowered(name), on(*used))
	case used != nil:
		if j.older(*used, days) {
			return fmt.Sprintf("%s was last used on %s. The limit is %s.", name, on(*used), numbered(days, "day"))
		}
	case created == nil:
		return fmt.Sprintf("Atlassian shows no use of %s, and does not say when it was created.", lowered(name))
	case j.ahead(*created):
		return fmt.Sprintf("Atlassian shows no use of %s, and says that it was created on %s, which is in the future.", lowered(name), on(*created))
	case j.older(*created, days):
		return fmt.Sprintf("%s was created on %s, and Atlassian shows no use of it. The limit is %s.", name, on(*created), numbered(days, "day"))
	}
	return ""
}

// ownerless finds tokens of people whom a review of the whole organization does not have.
func (j *judge) ownerless(tokens []Token, people []Person) []Finding {
	if !j.settings.APITokens || len(j.settings.DirectoryIDs) > 0 {
		return nil
	}
	shown := make(map[string]bool, 2*len(people))
	for i := range people {
		shown[people[i].AccountID], shown[wordKey(people[i].Email)] = true, true
	}
	shown[""] = false // nobody has the empty address
	var all []Finding
	for _, token := range tokens {
		if !shown[token.owner()] {
			all = append(all, Finding{Kind: Unknown, AccountID: token.AccountID, Email: token.Email, Subject: token.ID, Reason: fmt.Sprintf(
				"The API token %s belongs to an account that no search shows, so it is not known whose it is.", atlassian.Quoted(token.Label))})
		}
	}
	return all
}

// review finds people whom nobody has reviewed lately.
func (j *judge) review(found *collected) {
	if j.settings.Reviewed == nil {
		return
	}
	at := j.reviewed[found.person.AccountID]
	if byAddress := j.reviewed[wordKey(found.person.Email)]; found.person.Email != "" && byAddress.After(at) {
		at = byAddress
	}
	switch days := j.settings.ReviewEvery; {
	case at.IsZero():
		found.add(NotReviewed, "", "The configuration has no review of this account.")
	case at.After(j.settings.AsOf):
		found.add(NotReviewed, "", fmt.Sprintf("The configuration has a review on %s, which is after the time of this one.", on(at)))
	case j.older(at, days):
		found.add(NotReviewed, "", fmt.Sprintf("Last reviewed on %s. A review is due every %s.", on(at), numbered(days, "day")))
	}
}

// unsaid finds what Atlassian was asked for and did not answer. The search for people refuses most of that before.
func (j *judge) unsaid(found *collected) {
	person := found.person
	if j.missed[person.AccountID] {
		found.unknown("account_id", "Only the search for organization admins shows this account. The search for all accounts does not, so what it has is not known.")
		return
	}
	if is(person.MembershipStatus, noMembership) {
		return // outside of all directories there is nothing to say
	}
	for _, part := range []struct {
		attribute string
		said      bool
	}{{"groups", person.Groups != nil}, {"platform_roles", person.PlatformRoles != nil}, {"apps", person.ProductAccess != nil}} {
		if !part.said {
			found.unknown(part.attribute, "Atlassian was asked for it, and does not say it.")
		}
	}
}

// firstOf is the first text that is not empty.
func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// maxNames is how many names a reason has. The row has all of them.
const maxNames = 10

// some counts and names things.
func some(noun string, names []string) string {
	text := numbered(len(names), noun) + " (" + atlassian.Words(names[:min(len(names), maxNames)])
	if more := len(names) - maxNames; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text + ")"
}

func numbered(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// lowered begins a text with a small letter.
func lowered(text string) string { return strings.ToLower(text[:1]) + text[1:] }
