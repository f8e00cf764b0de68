// SPDX-License-Identifier: MPL-2.0

package posture

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/backups"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
)

// event is a change of a policy.
func event(id string, at time.Time) audit.Event { return audit.Event{ID: id, Action: "x", Time: at} }

// lists is a resource that lists a change.
func lists(id string) *Found { return &Found{Changes: []FoundChange{{EventID: id, Action: "x"}}} }

// named are verified domains.
func named(names ...string) Facts {
	var facts Facts
	for _, name := range names {
		facts.Domains.Value = append(facts.Domains.Value, domains.Domain{ID: "1", Name: name, ClaimStatus: domains.Verified})
	}
	return facts
}

// attests changes the attestation of the parameters.
func attests(change func(*Attestation)) func(*Parameters) {
	return func(p *Parameters) {
		attestation := p.Attestations[staff]
		change(&attestation)
		p.Attestations[staff] = attestation
	}
}

// corners are rows beside those of table(), in which two things come together.
func corners() map[string][]row {
	const organization = "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"
	unplaced := func(facts Facts, policy backups.Policy) Facts {
		facts.Backups.Value.Unplaced = []backups.Policy{policy}
		return facts
	}
	young, old := backup("ACTIVE", new(ago(1)), nil), backup("ACTIVE", new(ago(8)), nil)
	strangeAndYoung, strangeAndOld := backup("WARMING", new(ago(1)), nil), backup("WARMING", new(ago(8)), nil)
	return map[string][]row{
		VerifiedDomain: {
			{"one without a name", named(""), nil, Unknown},
			{"one whose name cannot be seen", named("\u200b"), nil, Unknown},
			{"one without a name, beside another", named("", "acme.example"), nil, Pass},
			{"one without a name, which may be the one that must be", named("", "acme.example"), func(p *Parameters) { p.Domains = []string{"d1.example"} }, Unknown},
			{"one that must be has a status that is new", claimed("verified", "paused"), func(p *Parameters) { p.Domains = []string{"d1.example"} }, Unknown},
			{"one that must be is lost", claimed("verified", "superseded"), func(p *Parameters) { p.Domains = []string{"d1.example"} }, Fail},
		},
		IntendedPolicies: {
			{"in it, behind the ID of the organization", placed("ari:cloud:identity:org/" + organization + ":policy/" + staff), nil, Pass},
			{"in another one, behind that ID", placed("ari:cloud:identity:org/" + staff + ":policy/" + another), nil, Fail},
			{"nothing but the ID of an account that may be managed", Facts{People: Known([]Account{person("x", unclaimed)}), AuthenticationPolicies: Known(map[string]string{})}, nil, Unknown},
		},
		TwoStepVerification: {
			{"an account that is about to be deleted does not count", people(person("a"), person("b", noStep, func(a *Account) { a.Status, a.AccountStatus = "FOR_DELETION", "inactive" })), nil, Pass},
			{"one whose status contradicts itself counts", people(person("a"), person("b", noStep, func(a *Account) { a.Status = "suspended" })), nil, Fail},
			{"one that is deactivated and active counts", people(person("a"), person("b", noStep, func(a *Account) { a.Status = "deactivated" })), nil, Fail},
			{"one that is about to be deleted, and active, counts", people(person("a"), person("b", noStep, func(a *Account) { a.Status = "for_deletion" })), nil, Fail},
			{"one that may be in use makes up for no other one", people(person("a"), person("b", noStep), person("c", ghost), person("d", ghost)), nil, Unknown},
			{"and cannot make up for so many", people(person("a"), person("b", noStep), person("c", ghost)), nil, Fail},
			{"one that may be in use and has it does no harm", people(person("a"), person("b", ghost)), nil, Pass},
			{"nobody is known to be in use", people(person("a", ghost)), nil, Unknown},
			{"one that says no status counts", people(person("a"), person("b", noStep, func(a *Account) { a.Status = "" })), nil, Fail},
			{"an account of no known type counts", people(person("a"), person("b", noStep, func(a *Account) { a.AccountType = "robot" })), nil, Fail},
			{"every account is suspended", people(person("a", suspended)), nil, Unknown},
		},
		SingleSignOn: {
			{"changed shortly before, and the resource knew of it", changed(event("1", ago(10).Add(-time.Second))), attests(func(a *Attestation) { a.Found = &Found{} }), Pass},
			{"changed shortly before, and the resource did not know of it", changed(event("1", ago(10).Add(-time.Second))), attests(func(a *Attestation) { a.Found = lists("1") }), Fail},
			{"the resource lists what the log no longer shows", changed(), attests(func(a *Attestation) { a.Found = lists("1") }), Fail},
			{"the resource lists an event without an ID", changed(), attests(func(a *Attestation) { a.Found = lists("") }), Fail},
			{"the resource lists an ignored action", changed(), attests(func(a *Attestation) { a.Found, a.IgnoredActions = lists("1"), []string{"x"} }), Pass},
			{"a change that the resource does not list", changed(event("2", ago(1))), attests(func(a *Attestation) { a.Found = &Found{} }), Fail},
			{"an ignored action shortly before", changed(event("1", ago(10).Add(-time.Second))), attests(func(a *Attestation) { a.IgnoredActions = []string{"x"} }), Pass},
			{"the resource says that it has expired", changed(), attests(func(a *Attestation) { a.Expired = true }), Fail},
			{"the resource says that the policy is deleted", changed(), attests(func(a *Attestation) { a.Deleted = true }), Fail},
			{"the resource has a member without two-step verification", changed(), attests(func(a *Attestation) { a.WithoutTwoStep = []string{"ada@acme.example"} }), Fail},
			{"the resource has a member without single sign-on", changed(), attests(func(a *Attestation) { a.WithoutSignOn = []string{"ada@acme.example"} }), Fail},
		},
		OrganizationAdmins: {
			{"in capitals", admins(admin{"ACTIVE", true, true}, byGroup), nil, Pass},
			{"the other one is about to be deleted", admins(byHand, admin{"for_deletion", true, true}), nil, Fail},
			{"the other one contradicts itself", contradicted(admins(byHand, gone)), nil, Unknown},
			{"too many, if one that contradicts itself is in use", contradicted(admins(byHand, byHand, byHand, gone)), nil, Unknown},
			{"active by one word, and closed by another", contradicted(admins(byHand, byHand), ghost), nil, Unknown},
			{"by a group, and one that has it directly says no status", admins(byGroup, byGroup, admin{"", true, true}), nil, Unknown},
			{"too many, and others beside them", admins(byHand, byHand, byHand, byHand, strange), nil, Fail},
		},
		SuspendedAccounts: {
			{"suspended, with roles that are not said", people(person("a", suspended, bare, func(a *Account) { a.PlatformRoles = nil })), nil, Unknown},
			{"suspended, with apps that are not said", people(person("a", suspended, bare, func(a *Account) { a.ProductAccess = nil })), nil, Unknown},
			{"suspended, with an app alone", people(person("a", suspended, func(a *Account) { a.Groups = []atlassian.UserGroup{} })), nil, Fail},
		},
		OrganizationAPIKeys: {
			{"created in the future, and never used", credentials(key(ago(-400), ago(-2), time.Time{})), nil, Unknown},
			{"created in a few hours, by another clock", credentials(key(ago(-400), ago(-1), time.Time{})), nil, Pass},
			{"used in the future", credentials(key(ago(-400), ago(31), ago(-2))), nil, Unknown},
			{"used after the moment from which days are counted", credentials(key(ago(-400), ago(31), ago(-2))), func(p *Parameters) { p.Now = ago(-3) }, Pass},
		},
		UserAPITokens: {
			{"created in the future, and never used", credentials(key(ago(-400), ago(-2), time.Time{})), nil, Unknown},
			{"used in the future", credentials(key(ago(-400), ago(31), ago(-2))), nil, Unknown},
		},
		DormantAccounts: {
			{"active in the future", people(person("a", lastActive(ago(-2)))), nil, Unknown},
			{"active after the moment from which days are counted", people(person("a", lastActive(ago(-2)))), func(p *Parameters) { p.Now = ago(-3) }, Pass},
			{"never active, added in the future", people(person("a", neverActive(ago(-2)))), nil, Fail},
			{"apps that are not said", people(person("a", func(a *Account) { a.ProductAccess = nil })), nil, Unknown},
			{"inactive, and nothing says how else it can get in", people(person("a", lastActive(ago(91)), func(a *Account) { a.Groups = nil })), nil, Unknown},
		},
		SitesBackedUp: {
			{"in the future", backedUpBy(backup("ACTIVE", new(ago(-2)), nil)), nil, Unknown},
			{"young, and none can be restored", backedUpBy(backup("ACTIVE", new(ago(1)), new(0))), nil, Unknown},
			{"young, and one can be restored", backedUpBy(backup("ACTIVE", new(ago(1)), new(1))), nil, Pass},
			{"old, and none can be restored", backedUpBy(backup("ACTIVE", new(ago(8)), new(0))), nil, Fail},
			{"a policy of an unknown place, and of an unknown status", unplaced(backedUpBy(), strangeAndYoung), nil, Unknown},
			{"fine, whatever else there is", unplaced(backedUpBy(young), strangeAndYoung), nil, Pass},
			{"two statuses that are new", backedUpBy(strangeAndYoung, strangeAndOld), nil, Unknown},
			{"the same the other way round", backedUpBy(strangeAndOld, strangeAndYoung), nil, Unknown},
			{"old, and one that is not said", backedUpBy(old, backup("ACTIVE", nil, nil)), nil, Unknown},
			{"an inactive policy with a young backup beside an old one", backedUpBy(backup("INACTIVE", new(ago(1)), nil), old), nil, Fail},
			{"one place is fine, another one has no policy", Facts{Backups: Known(backups.Coverage{
				Places: slices.Concat(backedUpBy(young).Backups.Value.Places, backedUpBy().Backups.Value.Places),
			})}, nil, Fail},
			{"one place is fine, of another one it is not known", Facts{Backups: Known(backups.Coverage{
				Places: slices.Concat(backedUpBy(young).Backups.Value.Places, backedUpBy(strangeAndYoung).Backups.Value.Places),
			})}, nil, Unknown},
		},
	}
}

// composed gives an account the parts of which its status is composed.
func composed(a *Account) {
	if slices.Contains([]string{"deactivated", "for_deletion"}, a.Status) {
		a.AccountStatus = "inactive"
	}
}

// ghost makes an account one that is active by its status, and closed by what the status is composed of.
func ghost(a *Account) { a.AccountStatus, a.MembershipStatus = "closed", "no_membership" }

// contradicted has the last admin contradict itself.
func contradicted(facts Facts, changes ...func(*Account)) Facts {
	last := &facts.Admins.Value[len(facts.Admins.Value)-1]
	last.AccountStatus, last.MembershipStatus = "active", "active"
	for _, change := range changes {
		change(&last.Account)
	}
	return facts
}

func TestCorners(t *testing.T) {
	t.Parallel()
	rows := corners()
	for _, control := range Controls() {
		for _, row := range rows[control.ID] {
			parameters := standard()
			if row.change != nil {
				row.change(&parameters)
			}
			found := control.judged(&row.facts, parameters)
			assert.Equal(t, row.want, found.Status, "%s: %s: %s", control.ID, row.what, found.Evidence.Summary)
		}
	}
}

// What is not known does not vanish behind what fails: who mends the one has to know of the other.
func TestAFailureSaysWhatElseIsUnknown(t *testing.T) {
	t.Parallel()
	var e Evidence
	e.pass("all is well")
	e.unsure("one is odd")
	e.fail("one is wrong")
	assert.Equal(t, Fail, e.status())
	assert.Equal(t, "one is wrong; one is odd", e.Summary)
}
