// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/posture"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// failing is a control that fails, and for one reason alone, so that nothing else makes up for a reason that is lost.
type failing struct {
	control, why string
	// breaks breaks what the control asks for.
	breaks func(o *simulator.Organization, p *posture.Parameters)
	// happens happens behind Terraform's back.
	happens func(w *world) error
}

// postureChecks look at each control by itself: however an answer is broken, a control that fails must not pass. Unknown is all right.
func postureChecks() []check {
	now := time.Now().UTC().Truncate(time.Second)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	admins := func(people ...int) func(*simulator.Organization, *posture.Parameters) {
		return func(o *simulator.Organization, _ *posture.Parameters) {
			for i := range o.Users {
				o.Users[i].Roles = nil
			}
			for _, i := range people {
				o.Users[i].Roles = []simulator.Role{{Resource: "ari:cloud:platform::org/" + o.ID, Role: "atlassian/org-admin"}}
			}
		}
	}
	broken := func(change func(*simulator.Organization)) func(*simulator.Organization, *posture.Parameters) {
		return func(o *simulator.Organization, _ *posture.Parameters) { change(o) }
	}
	key := simulator.APIKey{ID: "laptop", Label: "laptop", CreatedBy: bruno, CreatedAt: ago(300), ExpiresAt: ago(-300), LastActiveAt: ago(1)}
	token := simulator.APIToken{ID: "t1", User: ada, Label: "backup", CreatedAt: ago(300), ExpiresAt: ago(-60), LastActiveAt: ago(1)}
	var all []check
	for _, one := range []failing{
		{control: posture.VerifiedDomain, why: "none is verified", breaks: broken(func(o *simulator.Organization) {
			o.Domains[0].ClaimStatus = "unverified"
			o.AuthenticationPolicies[1].Members = nil
		})},
		{control: posture.VerifiedDomain, why: "one is lost", breaks: broken(func(o *simulator.Organization) {
			o.Domains = append(o.Domains, simulator.Domain{Name: "acme.test", ClaimType: "dns", ClaimStatus: "missing_token"})
		})},
		{control: posture.VerifiedDomain, why: "another one has to be", breaks: func(_ *simulator.Organization, p *posture.Parameters) {
			p.Domains = []string{"acme.example", "acme.test"}
		}},
		{control: posture.IntendedPolicies, why: "one is in another", breaks: broken(func(o *simulator.Organization) {
			o.AuthenticationPolicies[1].Members = []string{ada, bruno}
		})},
		{control: posture.TwoStepVerification, why: "one is without", breaks: broken(func(o *simulator.Organization) { o.Users[2].MFA = false })},
		{control: posture.SingleSignOn, why: "changed since", happens: func(w *world) error {
			return w.org.Simulator.RecordEvent(simulator.Event{ID: "e1", Time: now.Add(-30 * time.Minute), Action: simulator.ActionPolicyUpdated, Policy: staff, Actor: ada})
		}},
		{control: posture.OrganizationAdmins, why: "one alone", breaks: admins(0)},
		{control: posture.OrganizationAdmins, why: "too many", breaks: func(o *simulator.Organization, p *posture.Parameters) {
			admins(0, 1, 2)(o, p)
			p.MaxAdmins = 2
		}},
		{control: posture.OrganizationAdmins, why: "by a group alone", breaks: func(o *simulator.Organization, p *posture.Parameters) {
			admins()(o, p)
			o.Groups[0].Roles = []simulator.Role{{Resource: "ari:cloud:platform::org/" + o.ID, Role: "atlassian/org-admin"}}
		}},
		{control: posture.DormantAccounts, why: "inactive", breaks: broken(func(o *simulator.Organization) {
			o.Users[1].LastActive = map[string]time.Time{o.Workspaces[0].ID: ago(200)}
		})},
		{control: posture.DormantAccounts, why: "never active", breaks: broken(func(o *simulator.Organization) { o.Users[1].LastActive = nil })},
		{control: posture.SuspendedAccounts, why: "in a group", breaks: broken(func(o *simulator.Organization) { o.Users[1].Status = "suspended" })},
		{control: posture.OrganizationAPIKeys, why: "expires", breaks: broken(func(o *simulator.Organization) {
			soon := key
			soon.ExpiresAt = ago(-9)
			o.OtherAPIKeys = []simulator.APIKey{soon}
		})},
		{control: posture.OrganizationAPIKeys, why: "never used", breaks: broken(func(o *simulator.Organization) {
			unused := key
			unused.LastActiveAt = time.Time{}
			o.OtherAPIKeys = []simulator.APIKey{unused}
		})},
		{control: posture.UserAPITokens, why: "expires", breaks: broken(func(o *simulator.Organization) {
			soon := token
			soon.ExpiresAt = ago(-9)
			o.APITokens = []simulator.APIToken{soon}
		})},
		{control: posture.UserAPITokens, why: "never used", breaks: broken(func(o *simulator.Organization) {
			unused := token
			unused.LastActiveAt = time.Time{}
			o.APITokens = []simulator.APIToken{unused}
		})},
		{control: posture.IPAllowlist, why: "disabled", breaks: broken(func(o *simulator.Organization) { o.OrganizationPolicies[0].Status = simulator.PolicyDisabled })},
		{control: posture.ApprovedApps, why: "unapproved", breaks: broken(func(o *simulator.Organization) {
			other := export()
			other.Installations = []simulator.AppInstallation{{Context: jira}}
			o.Apps = append(o.Apps, other)
		})},
		{control: posture.ApprovedApps, why: "exceeding", breaks: broken(func(o *simulator.Organization) { o.Apps[0].Versions[0].Scopes = []string{"write:jira-work"} })},
		{control: posture.BlockedUserApps, why: "allowed", breaks: broken(func(o *simulator.Organization) { o.UserInstalledApps = map[string]string{site: "allow"} })},
		{control: posture.DataClassified, why: "a draft", breaks: broken(func(o *simulator.Organization) { o.ClassificationLevels[0].Status = "DRAFT" })},
		{control: posture.DataExportRestricted, why: "allowed", breaks: broken(func(o *simulator.Organization) {
			o.DataSecurityPolicies[0].Rules = map[string]string{"export": "allow"}
		})},
		{control: posture.SitesBackedUp, why: "inactive", breaks: broken(func(o *simulator.Organization) { o.BackupPolicies[1].Status = "INACTIVE" })},
		{control: posture.SitesBackedUp, why: "old", breaks: broken(func(o *simulator.Organization) { o.BackupPolicies[1].LastBackupAt = ago(40) })},
		{control: posture.SitesBackedUp, why: "no policy", breaks: broken(func(o *simulator.Organization) { o.BackupPolicies = o.BackupPolicies[:1] })},
	} {
		o, parameters := measured(now)
		if one.breaks != nil {
			one.breaks(&o, &parameters)
		}
		all = append(all, one.check(o, parameters))
	}
	return append(all, throughTheProvider(now))
}

// measured is an organization in which every control passes, and the parameters by which each is judged.
func measured(now time.Time) (simulator.Organization, posture.Parameters) {
	o := company(orbit())
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	software := o.Workspaces[0].ID
	for i := range o.Users {
		o.Users[i].LastActive = map[string]time.Time{software: ago(1)}
		if i < 2 {
			o.Users[i].Roles = []simulator.Role{{Resource: "ari:cloud:platform::org/" + o.ID, Role: "atlassian/org-admin"}}
		}
	}
	o.AuthenticationPolicies[1].Members = []string{ada, bruno, emil}
	o.APIKey = simulator.APIKey{ID: "own", Label: "pipeline", CreatedBy: ada, CreatedAt: ago(40), ExpiresAt: ago(-300), LastActiveAt: now}
	o.UserAPIToken = simulator.UserAPIToken{Email: "admin@elsewhere.example"}
	o.UserInstalledApps = map[string]string{site: "deny"}
	o.OrganizationPolicies = []simulator.OrganizationPolicy{{
		Name: "Office", Type: simulator.PolicyIPAllowlist, In: []string{"192.0.2.0/24"},
		Resources: []simulator.PolicyResource{{ID: software}, {ID: o.Workspaces[1].ID}},
	}}
	o.DataSecurityPolicies = []simulator.DataSecurityPolicy{{Name: "No export", Rules: map[string]string{"export": "block"}}}
	o.ClassificationLevels = []simulator.ClassificationLevel{{Name: "Secret"}}
	o.BackupPolicies = []simulator.BackupPolicy{
		{Name: "acme Jira", Site: site, CreatedAt: ago(300), LastBackupAt: ago(1), AvailableBackups: 28},
		{Name: "acme Confluence", Site: site, Product: "CONFLUENCE", CreatedAt: ago(300), LastBackupAt: ago(1), AvailableBackups: 28},
	}
	return o, posture.Parameters{
		At: now, IntendedPolicies: []string{staff}, MinTwoStepPercent: 100, AttestedWithinDays: 180, MaxAdmins: 5, DormantAfterDays: 90, ExpiryDays: 30,
		UnusedDays: 30, MaxBackupAgeDays: 7, Approvals: map[string]apps.Approval{"com.orbit.boards": {Scopes: []string{"read:jira-work"}}},
		Attestations: map[string]posture.Attestation{staff: {At: now.Add(-time.Hour), SingleSignOn: "saml", WatchedActions: []string{simulator.ActionPolicyUpdated}}},
	}
}

const securityPosture = "atlassian_security_posture"

// check is the check of one control. It asks the area Posture, which reads for one control only what that needs: of all that the data
// source reads, the most does not matter to any one control.
func (f failing) check(start simulator.Organization, parameters posture.Parameters) check {
	return check{kind: "data", of: securityPosture, finds: f.control + ", " + f.why, start: start, prepare: func(t *testing.T, w *world) look {
		t.Helper()
		if f.happens != nil {
			require.NoError(t, f.happens(w))
		}
		look := func(*protocol.Server) verdict {
			o, err := organization.New(acctest.RelayedSettings(w.org, w.relay))
			if err != nil {
				return verdict{err: err}
			}
			findings, err := o.Posture.Assess(t.Context(), parameters, f.control)
			if err != nil {
				return verdict{err: err}
			}
			v := verdict{state: string(findings[0].Status) + ": " + findings[0].Evidence.Summary}
			if findings[0].Status != posture.Pass {
				v.found = []string{f.control}
			}
			return v
		}
		require.Contains(t, look(nil).state, string(posture.Fail)+": ", f.control+", "+f.why)
		return look
	}}
}

// throughTheProvider is the check of what the data source shows of a control that fails.
func throughTheProvider(now time.Time) check {
	o := company()
	o.Domains = append(o.Domains, simulator.Domain{Name: "acme.test", ClaimType: "dns", ClaimStatus: "missing_token"})
	config := map[string]any{"as_of": now.Format(time.RFC3339)}
	return check{kind: "data", of: securityPosture, finds: "as shown", start: o, prepare: func(*testing.T, *world) look {
		return func(server *protocol.Server) verdict {
			values, diagnostics := server.ReadDataSource(securityPosture, config)
			v := verdict{err: diagnostics.Err()}
			for _, list := range []string{"failed", "unknown"} {
				ids, _ := values[list].([]any)
				v.state += text(slices.Contains(ids, any(posture.VerifiedDomain)))
				if slices.Contains(ids, any(posture.VerifiedDomain)) {
					v.found = []string{posture.VerifiedDomain}
				}
			}
			return v
		}
	}}
}
