// SPDX-License-Identifier: MPL-2.0

package company_test

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// subject is a company at a time.
type subject struct {
	simulator.Organization

	at time.Time
}

// rule is a control of the posture, by its ID, or a kind of finding of the review.
type rule struct {
	name   string
	breaks func(subject) []string
	// sloppy are those who, or what, break it in the sloppy company, sorted.
	sloppy []string
}

const day = 24 * time.Hour

var rules = []rule{
	{"posture: verified_domain", domains("missing_token", "superseded"), []string{"driftwood-shop.example"}},
	{"review: outside_verified_domains, of a domain that is listed", domains("unverified"), []string{"driftwood-labs.example"}},
	{"posture: managed_accounts_in_intended_policies", inNoPolicyOfTheirOwn, []string{
		"adam.kowal@driftwood.example", "bea.nguyen@driftwood.example", "carl.otto@driftwood.example", "dina.rahman@driftwood.example", "elin.berg@driftwood.example",
		"finn.costa@driftwood.example", "gita.rao@driftwood.example", "hugo.marin@driftwood-shop.example", "mia.torres@driftwood.example", "nils.aaby@driftwood.example",
		"yusuf.demir@driftwood.example", "zoe.adler@driftwood.example",
	}},
	{"posture: two_step_verification; review: without_two_step_verification", withoutTwoStep, []string{
		"adam.kowal@driftwood.example", "carl.otto@driftwood.example", "finn.costa@driftwood.example", "gita.rao@driftwood.example", "hugo.marin@driftwood-shop.example",
		"nils.aaby@driftwood.example", "yusuf.demir@driftwood.example",
	}},
	{"posture: single_sign_on_attested", withoutSignOn, []string{"Staff"}},
	{"posture: organization_admins, too many, and by group alone", tooManyAdmins, []string{"7 admins", "no direct one"}},
	{"posture: no_dormant_accounts; review: dormant", dormant, []string{
		"bea.nguyen@driftwood.example", "carl.otto@driftwood.example", "dina.rahman@driftwood.example in confluence", "jon.page@partner.example",
	}},
	{"posture: no_suspended_accounts_with_roles; review: suspended_with_roles", suspendedWithRoles, []string{"mia.torres@driftwood.example", "zoe.adler@driftwood.example"}},
	{"posture: api_keys", keys, []string{"audit export expires", "migration 2024 was never used", "terraform expires"}},
	{"posture: user_api_tokens; review: stale_tokens", tokens, []string{
		"build server expires", "from before tokens expired has no end", "laptop script is stale", "trying something was never used",
	}},
	{"posture: ip_allowlist", withoutAllowlist, []string{"Office, switched off during the move"}},
	{"not_applied of a policy", notApplied, []string{"European Union on ari:cloud:confluence::site/b51f8c03-7e2d-4a69-8d40-f6c3a9e1725b: failed"}},
	{"posture: approved_apps", unreviewed, []string{"Calendar Bridge", "Ledger Export", "Paperplane Forms", "Quick Script"}},
	{"posture: user_installed_apps_blocked", userApps, []string{"driftwood", "driftwood-archive"}},
	{"posture: data_classified", unclassified, []string{"Secret"}},
	{"posture: data_export_restricted", exports, []string{"Exports"}},
	{"posture: sites_backed_up", backups, []string{"Confluence is 45 days old", "Jira, before the upgrade is not active", "driftwood-archive has no policy"}},
	{"review: unmanaged", unmanaged, []string{"Lou", "ines.duarte@driftwood-labs.example", "jon.page@partner.example", "kate.wells@freelance.example"}},
	{"review: unknown, an address that is hidden", withoutAddress, []string{"Lou"}},
}

func domains(statuses ...string) func(subject) []string {
	return func(s subject) (broken []string) {
		for _, domain := range s.Domains {
			if slices.Contains(statuses, domain.ClaimStatus) {
				broken = append(broken, domain.Name)
			}
		}

		return broken
	}
}

// claimed reports whether the organization manages the account of a person.
func (s subject) claimed(user simulator.User) bool {
	_, host, _ := strings.Cut(user.Email, "@")

	return slices.ContainsFunc(s.Domains, func(d simulator.Domain) bool {
		return d.Name == host && (d.ClaimStatus == "verified" || d.ClaimStatus == "missing_token")
	})
}

func isPerson(user simulator.User) bool { return user.AccountType != "app" }

// some are the people for whom something is so.
func (s subject) some(is func(simulator.User) bool) (found []string) {
	for _, user := range s.Users {
		if isPerson(user) && is(user) {
			name := user.Email
			if name == "" {
				name = user.Name
			}

			found = append(found, name)
		}
	}

	return found
}

func inNoPolicyOfTheirOwn(s subject) []string {
	var members []string
	for _, policy := range s.AuthenticationPolicies {
		if !policy.Default {
			members = append(members, policy.Members...)
		}
	}

	return s.some(func(u simulator.User) bool { return s.claimed(u) && !slices.Contains(members, u.Email) })
}

func withoutTwoStep(s subject) []string {
	return s.some(func(u simulator.User) bool { return s.claimed(u) && u.Status == "" && !u.MFA })
}

func withoutSignOn(s subject) (broken []string) {
	for _, policy := range s.AuthenticationPolicies {
		if !policy.Default && policy.Settings.SingleSignOn == "" {
			broken = append(broken, policy.Name)
		}
	}

	return broken
}

const orgAdmin = "atlassian/org-admin"

func hasAdmin(roles []simulator.Role) bool {
	return slices.ContainsFunc(roles, func(r simulator.Role) bool { return r.Role == orgAdmin })
}

func tooManyAdmins(s subject) (broken []string) {
	var byGroup []string
	for _, group := range s.Groups {
		if hasAdmin(group.Roles) {
			byGroup = append(byGroup, group.Members...)
		}
	}

	direct := s.some(func(u simulator.User) bool { return hasAdmin(u.Roles) })

	all := append(slices.Clone(byGroup), direct...)
	slices.Sort(all)

	switch n := len(slices.Compact(all)); {
	case n < 2:
		broken = append(broken, "fewer than 2")
	case n > 5:
		broken = append(broken, strconv.Itoa(n)+" admins")
	}

	if len(direct) == 0 {
		broken = append(broken, "no direct one")
	}

	return broken
}

// dormant are those who were not active for 90 days, or never, and those of whom
// this is so for one app.
func dormant(s subject) []string {
	var found []string

	for _, user := range s.Users {
		if !isPerson(user) || user.Status != "" {
			continue
		}

		var old []string

		for app, at := range user.LastActive {
			if s.at.Sub(at) > 90*day {
				owner, _, _ := strings.Cut(strings.TrimPrefix(app, "ari:cloud:"), ":")
				old = append(old, owner)
			}
		}

		switch {
		case len(old) == len(user.LastActive):
			found = append(found, user.Email)
		case len(old) > 0:
			found = append(found, user.Email+" in "+strings.Join(old, ", "))
		}
	}

	return found
}

func suspendedWithRoles(s subject) []string {
	return s.some(func(u simulator.User) bool {
		inGroup := slices.ContainsFunc(s.Groups, func(g simulator.Group) bool { return slices.Contains(g.Members, u.Email) })

		return u.Status != "" && (len(u.Roles) > 0 || inGroup)
	})
}

// credential says what is wrong with a key or a token. One that has expired opens
// nothing any more.
func (s subject) credential(label string, created, expires, used time.Time) (broken []string) {
	if !expires.IsZero() && expires.Before(s.at) {
		return nil
	}

	switch {
	case expires.IsZero():
		broken = append(broken, label+" has no end")
	case expires.Sub(s.at) <= 30*day:
		broken = append(broken, label+" expires")
	}

	switch {
	case used.IsZero() && s.at.Sub(created) > 90*day:
		broken = append(broken, label+" was never used")
	case !used.IsZero() && s.at.Sub(used) > 90*day:
		broken = append(broken, label+" is stale")
	}

	return broken
}

func keys(s subject) (broken []string) {
	for _, key := range append([]simulator.APIKey{s.APIKey}, s.OtherAPIKeys...) {
		broken = append(broken, s.credential(key.Label, key.CreatedAt, key.ExpiresAt, key.LastActiveAt)...)
	}

	return broken
}

func tokens(s subject) (broken []string) {
	own := s.UserAPIToken
	broken = s.credential(own.Label, own.CreatedAt, own.ExpiresAt, own.LastActiveAt)

	for _, token := range s.APITokens {
		broken = append(broken, s.credential(token.Label, token.CreatedAt, token.ExpiresAt, token.LastActiveAt)...)
	}

	return broken
}

// withoutAllowlist names the allowlists if none of them is on.
func withoutAllowlist(s subject) (off []string) {
	for _, policy := range s.OrganizationPolicies {
		if policy.Type != "ip-allowlist" {
			continue
		}

		if policy.Status != "disabled" {
			return nil
		}

		off = append(off, policy.Name)
	}

	return off
}

// notApplied names the policies that Atlassian could not apply to something.
func notApplied(s subject) (broken []string) {
	for _, policy := range s.OrganizationPolicies {
		for _, resource := range policy.Resources {
			if resource.ApplicationStatus == "failed" || resource.ApplicationStatus == "removing" {
				broken = append(broken, policy.Name+" on "+resource.ID+": "+resource.ApplicationStatus)
			}
		}
	}

	return broken
}

// approved are the apps that somebody has reviewed, by name.
var approved = []string{"Orbit Boards", "Brightside Release Notes"}

func unreviewed(s subject) (broken []string) {
	for _, app := range s.Apps {
		if len(app.Installations) > 0 && !slices.Contains(approved, app.Name) {
			broken = append(broken, app.Name)
		}
	}

	return broken
}

// sites are the sites by their cloud IDs.
func (s subject) sites() map[string]string {
	names := map[string]string{}

	for _, workspace := range s.Workspaces {
		_, id, _ := strings.Cut(workspace.ID, "::site/")
		names[id] = workspace.Name
	}

	return names
}

func userApps(s subject) (broken []string) {
	for id, name := range s.sites() {
		if s.UserInstalledApps[id] != "deny" {
			broken = append(broken, name)
		}
	}

	return broken
}

func unclassified(s subject) (drafts []string) {
	for _, level := range s.ClassificationLevels {
		if level.Status == "" {
			return nil
		}

		drafts = append(drafts, level.Name)
	}

	return drafts
}

func exports(s subject) (open []string) {
	for _, policy := range s.DataSecurityPolicies {
		if policy.Status == "" && policy.Rules["export"] == "block" {
			return nil
		}

		open = append(open, policy.Name)
	}

	return open
}

func backups(s subject) (broken []string) {
	backedUp := map[string]bool{}

	for _, policy := range s.BackupPolicies {
		backedUp[policy.Site] = true

		switch age := s.at.Sub(policy.LastBackupAt); {
		case policy.Status == "INACTIVE":
			broken = append(broken, policy.Name+" is not active")
		case age > 7*day:
			broken = append(broken, policy.Name+" is 45 days old")
		}
	}

	for id, name := range s.sites() {
		if !backedUp[id] {
			broken = append(broken, name+" has no policy")
		}
	}

	return broken
}

func unmanaged(s subject) []string {
	return s.some(func(u simulator.User) bool { return !s.claimed(u) })
}

func withoutAddress(s subject) []string {
	return s.some(func(u simulator.User) bool { return u.Email == "" })
}
