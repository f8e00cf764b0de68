// SPDX-License-Identifier: MPL-2.0

package posture

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/backups"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
)

const (
	staff   = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
	another = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
)

var now = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// ago is so many days before now.
func ago(n int) time.Time { return now.Add(-days(n)) }

// row is a smallest organization for one control: one step further, and its status is another one.
type row struct {
	what  string
	facts Facts
	// change changes the parameters.
	change func(*Parameters)
	want   Status
}

// standard are the parameters of the table.
func standard() Parameters {
	return Parameters{
		At: now, IntendedPolicies: []string{staff}, MinTwoStepPercent: 75, AttestedWithinDays: 90, MaxAdmins: 3, DormantAfterDays: 90, ExpiryDays: 30, UnusedDays: 30,
		MaxBackupAgeDays: 7, Approvals: map[string]apps.Approval{"com.fine": {}},
		Attestations: map[string]Attestation{staff: {At: ago(10), SingleSignOn: "saml"}},
	}
}

func person(id string, changes ...func(*Account)) Account {
	yes, active := true, ago(1)
	account := Account{
		AccountID: id, Email: id + "@acme.example", AccountType: "atlassian", AccountStatus: "active", MembershipStatus: "active", Status: "active", ClaimStatus: "managed",
		MFAEnabled: &yes, AddedToOrg: ago(400).Format(time.RFC3339), Groups: []atlassian.UserGroup{{ID: "g"}}, PlatformRoles: []string{},
		ProductAccess: []atlassian.ProductAccess{{ResourceID: "ari:cloud:jira::site/1", Key: "jira", LastActive: &active}},
	}
	for _, change := range changes {
		change(&account)
	}
	return account
}

func noStep(a *Account)     { no := false; a.MFAEnabled = &no }
func silentStep(a *Account) { a.MFAEnabled = nil }
func unmanaged(a *Account)  { a.ClaimStatus = "unmanaged" }
func unclaimed(a *Account)  { a.ClaimStatus = "pending" }
func anApp(a *Account)      { a.AccountType = "app" }
func lastActive(at time.Time) func(*Account) {
	return func(a *Account) { a.ProductAccess[0].LastActive = &at }
}
func suspended(a *Account) { a.Status, a.MembershipStatus = "suspended", "suspended" }
func bare(a *Account) {
	a.Groups, a.ProductAccess = []atlassian.UserGroup{}, []atlassian.ProductAccess{}
}
func doubtful(a *Account) { a.Status = "frozen" }
func neverActive(added time.Time) func(*Account) {
	return func(a *Account) { a.ProductAccess[0].LastActive, a.AddedToOrg = nil, added.Format(time.RFC3339) }
}

func people(accounts ...Account) Facts { return Facts{People: Known(accounts)} }

func placed(policies ...string) Facts {
	facts := Facts{AuthenticationPolicies: Known(map[string]string{})}
	for i, policy := range policies {
		account := person("p" + strconv.Itoa(i))
		facts.People.Value = append(facts.People.Value, account)
		if policy != "" {
			facts.AuthenticationPolicies.Value[account.AccountID] = policy
		}
	}
	return facts
}

func claimed(statuses ...string) Facts {
	var facts Facts
	for i, status := range statuses {
		facts.Domains.Value = append(facts.Domains.Value, domains.Domain{ID: strconv.Itoa(i), Name: fmt.Sprintf("d%d.example", i), ClaimStatus: status})
	}
	return facts
}

func changed(events ...audit.Event) Facts {
	return Facts{PolicyChanges: map[string]Fact[[]audit.Event]{staff: Known(events)}}
}

type admin struct {
	status             string
	direct, understood bool
}

func admins(all ...admin) Facts {
	var facts Facts
	for i, one := range all {
		facts.Admins.Value = append(facts.Admins.Value, Admin{Account: person("a"+strconv.Itoa(i), func(a *Account) { a.Status = one.status; composed(a) }), Direct: one.direct, Understood: one.understood})
	}
	return facts
}

var (
	byHand  = admin{"active", true, true}
	byGroup = admin{"active", false, true}
	oddly   = admin{"active", false, false}
	strange = admin{"frozen", true, true}
	gone    = admin{"deactivated", true, true}
)

func key(expires, created, used time.Time) Credential {
	return Credential{ID: "k", Label: "CI", Owner: "ada@acme.example", Expires: expires, Created: created, LastUsed: used}
}

func credentials(all ...Credential) Facts { return Facts{APIKeys: Known(all), APITokens: Known(all)} }

func app(key string) Facts {
	return Facts{InstalledApps: Known([]apps.App{{AppID: "ari:cloud:ecosystem::app/" + key, Key: key, Name: key, Framework: "connect", DistributionStatus: "PUBLIC"}})}
}

func rules(all ...Fact[string]) Facts {
	var facts Facts
	for i, rule := range all {
		facts.UserInstalledApps.Value = append(facts.UserInstalledApps.Value, SiteRule{Site: "s" + strconv.Itoa(i), Rule: rule})
	}
	return facts
}

func allowlist(state orgpolicies.State, reasons, unclear []string) Facts {
	return Facts{
		IPAllowlist:       Known(orgpolicies.IPAllowlist{State: state, Reasons: reasons, Unclear: unclear}),
		ExportRestriction: Known(orgpolicies.ExportRestriction{State: state, Reasons: reasons, Unclear: unclear}),
		Classification:    Known(orgpolicies.Classification{State: state, Reasons: reasons, Unclear: unclear}),
	}
}

func backup(status string, last *time.Time, available *int) backups.Policy {
	return backups.Policy{BackupPolicy: atlassian.BackupPolicy{ID: "b", Status: status, LastBackup: last, AvailableBackups: available}}
}

func backedUpBy(policies ...backups.Policy) Facts {
	return Facts{Backups: Known(backups.Coverage{Places: []backups.Place{{CloudID: "1", SiteName: "acme", Product: "jira", Policies: policies}}})}
}

// table has, for each control, both sides of each step of its rule.
func table() map[string][]row {
	unread := errors.New("it is refused")
	settings := []row{
		{"on", allowlist(orgpolicies.On, nil, nil), nil, Pass},
		{"off", allowlist(orgpolicies.Off, []string{"none is on"}, nil), nil, Fail},
		{"off, and something unclear", allowlist(orgpolicies.Off, nil, []string{"one is odd"}), nil, Fail},
		{"applying", allowlist(orgpolicies.Applying, []string{"not yet"}, nil), nil, Fail},
		{"in a part", allowlist(orgpolicies.Partial, []string{"another part is not"}, nil), nil, Fail},
		{"in a part, and the rest is unclear", allowlist(orgpolicies.Partial, nil, []string{"one is odd"}), nil, Unknown},
		{"not known", allowlist(orgpolicies.Unknown, nil, []string{"one is odd"}), nil, Unknown},
		{"not known, with a reason", allowlist(orgpolicies.Unknown, []string{"one is off"}, nil), nil, Unknown},
	}
	keys := func(facts func(...Credential) Facts, none Status) []row {
		fine := key(ago(-31), ago(31), ago(1))
		return []row{
			{"none at all", facts(), nil, none},
			{"one that is fine", facts(fine), nil, Pass},
			{"expires on the last day", facts(fine, key(ago(-30), ago(31), ago(1))), nil, Fail},
			{"expires a moment later", facts(key(ago(-30).Add(time.Second), ago(31), ago(1))), nil, Pass},
			{"has expired", facts(key(now.Add(-time.Second), ago(31), time.Time{})), nil, none},
			{"has expired, beside one that is fine", facts(fine, key(now.Add(-time.Second), ago(31), time.Time{})), nil, Pass},
			{"expires now", facts(key(now, ago(31), ago(1))), nil, Fail},
			{"is blocked", facts(Credential{ID: "k", Blocked: true}), nil, none},
			{"never used, and old", facts(key(ago(-31), ago(30), time.Time{})), nil, Fail},
			{"never used, and young", facts(key(ago(-31), ago(30).Add(time.Second), time.Time{})), nil, Pass},
			{"never used, of unknown age", facts(key(ago(-31), time.Time{}, time.Time{})), nil, Unknown},
			{"used, of unknown age", facts(key(ago(-31), time.Time{}, ago(300))), nil, Pass},
			{"its end is not said", facts(key(time.Time{}, ago(31), ago(1))), nil, Unknown},
			{"its end is not said, and another expires", facts(key(time.Time{}, ago(31), ago(1)), key(ago(-3), ago(31), ago(1))), nil, Fail},
			{"a longer warning", facts(fine), func(p *Parameters) { p.ExpiryDays = 31 }, Fail},
			{"a longer patience", facts(key(ago(-31), ago(30), time.Time{})), func(p *Parameters) { p.UnusedDays = 31 }, Pass},
		}
	}
	return map[string][]row{
		VerifiedDomain: {
			{"one", claimed("verified"), nil, Pass},
			{"none", claimed(), nil, Fail},
			{"none that is verified", claimed("unverified"), nil, Fail},
			{"another one that was never verified", claimed("verified", "unverified"), nil, Pass},
			{"another one whose token is missing", claimed("verified", "missing_token"), nil, Fail},
			{"another one that was taken", claimed("verified", "superseded"), nil, Fail},
			{"another one with a status that is new", claimed("verified", "paused"), nil, Unknown},
			{"one without a status", claimed(""), nil, Unknown},
			{"a lost one, and a status that is new", claimed("missing_token", "paused"), nil, Fail},
			{"the one that must be", claimed("verified", "unverified"), func(p *Parameters) { p.Domains = []string{"D0.example"} }, Pass},
			{"another one must be", claimed("verified", "unverified"), func(p *Parameters) { p.Domains = []string{"d1.example"} }, Fail},
			{"one that is not there must be", claimed("verified"), func(p *Parameters) { p.Domains = []string{"d7.example"} }, Fail},
		},
		IntendedPolicies: {
			{"in it", placed(staff), nil, Pass},
			{"in it, spelled otherwise", placed("ari:cloud:identity::policy/C84E5B170D9A4F62B3A86E1D7C2F9045"), nil, Pass},
			{"nobody", placed(), nil, Unknown},
			{"in another one", placed(staff, another), nil, Fail},
			{"in one that is not said", placed(staff, ""), nil, Unknown},
			{"in one that is not understood", placed(staff, "Staff"), nil, Unknown},
			{"in another one, and in one that is not said", placed(another, ""), nil, Fail},
			{"both are intended", placed(staff, another), func(p *Parameters) { p.IntendedPolicies = []string{another, staff} }, Pass},
			{"an unmanaged account is in none", Facts{People: Known([]Account{person("p0"), person("x", unmanaged)}), AuthenticationPolicies: placed(staff).AuthenticationPolicies}, nil, Pass},
			{"an account that may be managed", Facts{People: Known([]Account{person("p0"), person("x", unclaimed)}), AuthenticationPolicies: placed(staff).AuthenticationPolicies}, nil, Unknown},
			{"nothing is intended", placed(staff), func(p *Parameters) { p.IntendedPolicies = nil }, Unknown},
		},
		TwoStepVerification: {
			{"three of four", people(person("a"), person("b"), person("c"), person("d", noStep)), nil, Pass},
			{"two of three", people(person("a"), person("b"), person("c", noStep)), nil, Fail},
			{"all of four must", people(person("a"), person("b"), person("c"), person("d", noStep)), func(p *Parameters) { p.MinTwoStepPercent = 76 }, Fail},
			{"three of four, and the last is not known", people(person("a"), person("b"), person("c"), person("d", silentStep)), nil, Pass},
			{"two of three, and the last is not known", people(person("a"), person("b"), person("c", silentStep)), nil, Unknown},
			{"not enough, even if the last has it", people(person("a"), person("b", noStep), person("c", silentStep)), nil, Fail},
			{"a suspended person does not count", people(person("a"), person("b", noStep, suspended)), nil, Pass},
			{"an unmanaged account does not count", people(person("a"), person("b", noStep, unmanaged)), nil, Pass},
			{"one that may be managed", people(person("a"), person("b", unclaimed)), nil, Unknown},
			{"an app does not count", people(person("a"), person("b", noStep, anApp)), nil, Pass},
			{"an account with a status that is new counts", people(person("a"), person("b", noStep, doubtful)), nil, Fail},
			{"nobody", people(), nil, Unknown},
		},
		SingleSignOn: {
			{"attested", changed(), nil, Pass},
			{"not attested", changed(), func(p *Parameters) { p.IntendedPolicies = []string{staff, another} }, Fail},
			{"only those that must have it", changed(), func(p *Parameters) {
				p.IntendedPolicies, p.SingleSignOnPolicies = []string{staff, another}, []string{staff}
			}, Pass},
			{"attested on the last day", changed(), func(p *Parameters) { p.Attestations[staff] = Attestation{At: ago(90), SingleSignOn: "saml"} }, Pass},
			{"attested before", changed(), func(p *Parameters) {
				p.Attestations[staff] = Attestation{At: ago(90).Add(-time.Second), SingleSignOn: "saml"}
			}, Fail},
			{"attested in the future", changed(), func(p *Parameters) {
				p.Attestations[staff] = Attestation{At: now.Add(time.Second), SingleSignOn: "saml"}
			}, Fail},
			{"attested at no known time", changed(), func(p *Parameters) { p.Attestations[staff] = Attestation{SingleSignOn: "saml"} }, Unknown},
			{"attested without it", changed(), func(p *Parameters) { p.Attestations[staff] = Attestation{At: ago(1), SingleSignOn: "none"} }, Fail},
			{"attested with Google", changed(), func(p *Parameters) { p.Attestations[staff] = Attestation{At: ago(1), SingleSignOn: "google_workspace"} }, Pass},
			{"attested with what is not known", changed(), func(p *Parameters) { p.Attestations[staff] = Attestation{At: ago(1), SingleSignOn: "magic"} }, Unknown},
			{"attested without a word on it", changed(), func(p *Parameters) { p.Attestations[staff] = Attestation{At: ago(1)} }, Unknown},
			{"changed then", changed(audit.Event{Action: "x", Time: ago(10)}), nil, Fail},
			{"changed shortly before, and the log may have shown it later", changed(audit.Event{Action: "x", Time: ago(10).Add(-time.Second)}), nil, Unknown},
			{"changed at no known time", changed(audit.Event{Action: "x"}), nil, Unknown},
			{"an ignored action", changed(audit.Event{Action: "x", Time: ago(1)}), func(p *Parameters) {
				p.Attestations[staff] = Attestation{At: ago(10), SingleSignOn: "saml", IgnoredActions: []string{"x"}}
			}, Pass},
			{"the log is refused", Facts{PolicyChanges: map[string]Fact[[]audit.Event]{staff: Unread[[]audit.Event](unread)}}, nil, Unknown},
			{"the log was not asked", Facts{}, nil, Unknown},
			{"attested twice, once long ago", changed(), func(p *Parameters) {
				p.Attestations["ari:cloud:identity::policy/"+staff] = Attestation{At: ago(91), SingleSignOn: "saml"}
			}, Fail},
			{"no attestation at all", changed(), func(p *Parameters) { p.Attestations = nil }, Unknown},
		},
		OrganizationAdmins: {
			{"two, one of them directly", admins(byHand, byGroup), nil, Pass},
			{"one", admins(byHand), nil, Fail},
			{"one in use", admins(byHand, gone), nil, Fail},
			{"none is shown", admins(), nil, Unknown},
			{"three", admins(byHand, byHand, byHand), nil, Pass},
			{"four", admins(byHand, byHand, byHand, byHand), nil, Fail},
			{"three in use", admins(byHand, byHand, byHand, gone), nil, Pass},
			{"by a group alone", admins(byGroup, byGroup), nil, Fail},
			{"directly, but not in use", admins(byGroup, byGroup, gone), nil, Fail},
			{"in a way that is not known", admins(byGroup, oddly), nil, Unknown},
			{"the second may be in use", admins(byHand, strange), nil, Unknown},
			{"a fourth may be in use", admins(byHand, byHand, byHand, strange), nil, Unknown},
			{"who has it directly may be in use", admins(byGroup, byGroup, strange), nil, Unknown},
		},
		DormantAccounts: {
			{"active on the last day", people(person("a", lastActive(ago(90)))), nil, Pass},
			{"active before", people(person("a", lastActive(ago(91)))), nil, Fail},
			{"never active, added long ago", people(person("a", neverActive(ago(91)))), nil, Fail},
			{"never active, added lately", people(person("a", neverActive(ago(89)))), nil, Pass},
			{"cannot be used", people(person("a", lastActive(ago(91)), suspended)), nil, Pass},
			{"may be used", people(person("a", lastActive(ago(91)), doubtful)), nil, Unknown},
			{"one may be used, another one can", people(person("a", lastActive(ago(91)), doubtful), person("b", lastActive(ago(91)))), nil, Fail},
			{"an app of its own", people(person("a", lastActive(ago(31)))), func(p *Parameters) { p.DormantAfterDaysByApp = map[string]int{"jira": 30} }, Fail},
			{"an app that nobody has", people(person("a")), func(p *Parameters) { p.DormantAfterDaysByApp = map[string]int{"jria": 30} }, Unknown},
			{"nobody", people(), nil, Unknown},
		},
		SuspendedAccounts: {
			{"in use", people(person("a")), nil, Pass},
			{"suspended, with a group and an app", people(person("a", suspended)), nil, Fail},
			{"suspended, with nothing", people(person("a", suspended, bare)), nil, Pass},
			{"suspended, with a role", people(person("a", suspended, bare, func(a *Account) { a.PlatformRoles = []string{"atlassian/org-admin"} })), nil, Fail},
			{"may be suspended", people(person("a", doubtful)), nil, Unknown},
			{"suspended, with groups that are not said", people(person("a", suspended, bare, func(a *Account) { a.Groups = nil })), nil, Unknown},
			{"nobody", people(), nil, Unknown},
		},
		OrganizationAPIKeys: keys(func(all ...Credential) Facts {
			return Facts{APIKeys: credentials(all...).APIKeys, APITokens: Unread[[]Credential](unread)}
		}, Unknown),
		UserAPITokens: keys(func(all ...Credential) Facts {
			return Facts{APITokens: credentials(all...).APITokens, APIKeys: Unread[[]Credential](unread)}
		}, Pass),
		IPAllowlist: append(slices.Clone(settings), row{"another setting is off", Facts{
			IPAllowlist:       allowlist(orgpolicies.On, nil, nil).IPAllowlist,
			ExportRestriction: allowlist(orgpolicies.Off, nil, nil).ExportRestriction, Classification: allowlist(orgpolicies.Off, nil, nil).Classification,
		}, nil, Pass}),
		DataExportRestricted: append(slices.Clone(settings), row{"another setting is off", Facts{
			IPAllowlist:       allowlist(orgpolicies.Off, nil, nil).IPAllowlist,
			ExportRestriction: allowlist(orgpolicies.On, nil, nil).ExportRestriction, Classification: allowlist(orgpolicies.Off, nil, nil).Classification,
		}, nil, Pass}),
		DataClassified: append(slices.Clone(settings), row{"another setting is off", Facts{
			IPAllowlist:       allowlist(orgpolicies.Off, nil, nil).IPAllowlist,
			ExportRestriction: allowlist(orgpolicies.Off, nil, nil).ExportRestriction, Classification: allowlist(orgpolicies.On, nil, nil).Classification,
		}, nil, Pass}),
		ApprovedApps: {
			{"an approved one", app("com.fine"), nil, Pass},
			{"one that nobody approved", app("com.other"), nil, Fail},
			{"none", Facts{}, nil, Pass},
			{"one beyond its approval", app("com.fine"), func(p *Parameters) {
				p.Approvals = map[string]apps.Approval{"com.fine": {Frameworks: []string{"forge"}}}
			}, Fail},
			{"nothing is approved", app("com.fine"), func(p *Parameters) { p.Approvals = map[string]apps.Approval{} }, Fail},
			{"no approvals are given", app("com.fine"), func(p *Parameters) { p.Approvals = nil }, Unknown},
		},
		BlockedUserApps: {
			{"blocked", rules(Known(apps.UserAppsDenied)), nil, Pass},
			{"allowed", rules(Known(apps.UserAppsAllowed)), nil, Fail},
			{"allowed on one of two", rules(Known(apps.UserAppsDenied), Known(apps.UserAppsAllowed)), nil, Fail},
			{"a rule that is new", rules(Known(apps.UserAppsDenied), Known("ASK")), nil, Unknown},
			{"one is refused", rules(Known(apps.UserAppsDenied), Unread[string](unread)), nil, Unknown},
			{"one is refused, another one allows", rules(Known(apps.UserAppsAllowed), Unread[string](unread)), nil, Fail},
			{"no site", rules(), nil, Unknown},
		},
		SitesBackedUp: {
			{"on the last day", backedUpBy(backup("ACTIVE", new(ago(7)), nil)), nil, Pass},
			{"before", backedUpBy(backup("ACTIVE", new(ago(7).Add(-time.Second)), nil)), nil, Fail},
			{"no policy", backedUpBy(), nil, Fail},
			{"an inactive policy", backedUpBy(backup("INACTIVE", new(ago(1)), nil)), nil, Fail},
			{"a status that is new", backedUpBy(backup("WARMING", new(ago(1)), nil)), nil, Unknown},
			{"a status that is new, and an old backup", backedUpBy(backup("WARMING", new(ago(8)), nil)), nil, Fail},
			{"a backup that is not said", backedUpBy(backup("ACTIVE", nil, nil)), nil, Unknown},
			{"no backup", backedUpBy(backup("ACTIVE", nil, new(int))), nil, Fail},
			{"two policies, one of them fine", backedUpBy(backup("ACTIVE", new(ago(8)), nil), backup("ACTIVE", new(ago(1)), nil)), nil, Pass},
			{"a policy of an unknown place", Facts{Backups: Known(backups.Coverage{Places: backedUpBy().Backups.Value.Places, Unplaced: []backups.Policy{backup("ACTIVE", new(ago(1)), nil)}})}, nil, Unknown},
			{"an old policy of an unknown place", Facts{Backups: Known(backups.Coverage{Places: backedUpBy().Backups.Value.Places, Unplaced: []backups.Policy{backup("ACTIVE", new(ago(8)), nil)}})}, nil, Fail},
			{"no site", Facts{}, nil, Unknown},
		},
	}
}

// Each control has rows, and both sides of each step of its rule. A control without a row that passes, fails and is unknown is not held to
// anything.
func TestRules(t *testing.T) {
	t.Parallel()
	rows := table()
	for _, control := range Controls() {
		t.Run(control.ID, func(t *testing.T) {
			t.Parallel()
			seen := make(map[Status]bool)
			for _, row := range rows[control.ID] {
				parameters := standard()
				if row.change != nil {
					row.change(&parameters)
				}
				found := control.judged(&row.facts, parameters)
				assert.Equal(t, row.want, found.Status, "%s: %s", row.what, found.Evidence.Summary)
				assert.NotEmpty(t, found.Evidence.Summary, row.what)
				seen[row.want] = true
			}
			assert.Equal(t, map[Status]bool{Pass: true, Fail: true, Unknown: true}, seen, "say in table() when the control passes, fails and is unknown")
		})
	}
	require.Len(t, rows, len(list), "a row is for a control that there is not")
}

// What was not read never passes, in whichever control.
func TestWhatIsNotReadIsUnknown(t *testing.T) {
	t.Parallel()
	for _, control := range Controls() {
		found := control.judged(noFacts(), standard())
		assert.Equal(t, Unknown, found.Status, control.ID)
		assert.NotEmpty(t, found.Evidence.Summary, control.ID)
		require.NotEmpty(t, control.Reads, control.ID)
		for _, source := range control.Reads {
			assert.NotEmpty(t, Cost(source), "%s: say in costs what it takes to read %s", control.ID, source)
		}
		assert.NotEmpty(t, duty(control.Duty).ID, "%s: %s is no duty", control.ID, control.Duty)
	}
}
