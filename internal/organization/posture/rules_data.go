// SPDX-License-Identifier: MPL-2.0

package posture

import (
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// judgeBackups: every site has an active backup policy whose last backup is young enough.
func judgeBackups(facts *Facts, parameters Parameters, e *Evidence) {
	if e.unread("the list of backup policies", facts.Backups.Err) {
		return
	}
	var fine, without, old, silent []string
	for _, site := range facts.Backups.Value {
		switch judgeSite(site, parameters) {
		case backedUp:
			fine = append(fine, site.Site)
		case noActivePolicy:
			without = append(without, site.Site)
		case oldBackup:
			old = append(old, site.Site)
		default:
			silent = append(silent, site.Site)
		}
	}
	e.count("sites", len(facts.Backups.Value))
	e.count("backed_up", len(fine))
	e.name(slices.Concat(without, old, silent)...)
	if len(without) > 0 {
		e.fail("%s no active backup policy: %s", things(len(without), "site has", "sites have"), some(without))
	}
	if len(old) > 0 {
		e.fail("the last backup of %s is older than %s, or there is none: %s", things(len(old), "site", "sites"), things(parameters.MaxBackupAgeDays, "day", "days"), some(old))
	}
	if len(silent) > 0 {
		e.unsure("Atlassian does not say whether %s backed up: %s", things(len(silent), "site is", "sites are"), some(silent))
	}
	if len(fine) > 0 {
		e.pass("%s an active backup policy and a backup of the last %s", things(len(fine), "site has", "sites have"), things(parameters.MaxBackupAgeDays, "day", "days"))
	}
}

// backupState is what is known of the backups of a site.
type backupState int

const (
	backupUnknown backupState = iota
	backedUp
	noActivePolicy
	oldBackup
)

// The statuses of backup policies, in any case. Unverified; every other one is not understood.
const activePolicy = "active"

var endedPolicies = []string{"inactive", "disabled", "deactivated", "paused", "deleted"}

// judgeSite looks for one active policy with a young backup. Policies of which it is not known whether they are active, or when they
// last made a backup, leave open what no other policy of the site answers.
func judgeSite(site SiteBackup, parameters Parameters) backupState {
	state := noActivePolicy
	unsure := false
	for _, policy := range site.Policies {
		status := strings.ToLower(policy.Status)
		young := policy.Last != nil && !policy.Last.Before(parameters.At.Add(-days(parameters.MaxBackupAgeDays)))
		switch {
		case slices.Contains(endedPolicies, status):
		case status != activePolicy:
			unsure = unsure || policy.Last == nil || young
		case policy.Last == nil:
			unsure = true
		case young:
			return backedUp
		default:
			state = oldBackup
		}
	}
	if unsure {
		return backupUnknown
	}
	return state
}

// The types and statuses of the policies of an organization, and the status of a classification level that people can use.
const (
	typeIPAllowlist  = "ip-allowlist"
	typeDataSecurity = "data-security"
	policyEnabled    = "enabled"
	policyDisabled   = "disabled"
	levelPublished   = "published"
)

var unpublishedLevels = []string{"draft", "archived"}

// judgeAllowlist: an IP allowlist is on.
func judgeAllowlist(facts *Facts, _ Parameters, e *Evidence) {
	if e.unread("the list of policies", facts.OrganizationPolicies.Err) {
		return
	}
	judgePolicies(facts.OrganizationPolicies.Value, typeIPAllowlist, "IP allowlist", func(OrganizationPolicy) *bool { return new(true) }, e)
}

// judgeExport: a data security policy that restricts export is on.
func judgeExport(facts *Facts, _ Parameters, e *Evidence) {
	if e.unread("the list of policies", facts.OrganizationPolicies.Err) {
		return
	}
	judgePolicies(facts.OrganizationPolicies.Value, typeDataSecurity, "data security policy that restricts export", func(p OrganizationPolicy) *bool { return p.RestrictsExport }, e)
}

// judgePolicies looks for an enabled policy of a type that does something.
func judgePolicies(all []OrganizationPolicy, kind, what string, does func(OrganizationPolicy) *bool, e *Evidence) {
	var on, off, strange []string
	for _, policy := range all {
		if !strings.EqualFold(policy.Type, kind) && policy.Type != "" {
			continue
		}
		effect := does(policy)
		name := policy.Name
		switch {
		case policy.Type != "" && strings.EqualFold(policy.Status, policyDisabled), effect != nil && !*effect:
			off = append(off, name)
		case policy.Type == "" || effect == nil || !strings.EqualFold(policy.Status, policyEnabled):
			strange = append(strange, name)
		default:
			on = append(on, name)
		}
	}
	e.count("on", len(on))
	e.count("off", len(off))
	e.count("not_known", len(strange))
	e.name(on...)
	switch {
	case len(on) > 0:
		e.pass("%s: %s", things(len(on), what+" is on", what+"s are on"), some(on))
	case len(strange) > 0:
		e.unsure("it is not known whether one of these is an %s that is on: %s", what, some(strange))
		e.name(strange...)
	default:
		e.fail("no %s is on", what)
		e.name(off...)
	}
}

// judgeClassification: there is a classification level that people can use.
func judgeClassification(facts *Facts, _ Parameters, e *Evidence) {
	if e.unread("the list of classification levels", facts.Classification.Err) {
		return
	}
	var published, others, strange []string
	for _, level := range facts.Classification.Value {
		switch status := strings.ToLower(level.Status); {
		case status == levelPublished:
			published = append(published, level.Name)
		case slices.Contains(unpublishedLevels, status):
			others = append(others, level.Name)
		default:
			strange = append(strange, level.Name)
		}
	}
	e.count("published", len(published))
	e.count("not_published", len(others))
	e.name(published...)
	switch {
	case len(published) > 0:
		e.pass("%s: %s", things(len(published), "classification level is published", "classification levels are published"), some(published))
	case len(strange) > 0:
		e.unsure("the status of these classification levels is none that is known: %s", atlassian.Words(strange))
	default:
		e.fail("no classification level is published")
	}
}
