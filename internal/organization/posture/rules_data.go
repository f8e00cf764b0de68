// SPDX-License-Identifier: MPL-2.0

package posture

import (
	"cmp"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/backups"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies"
)

// judgeBackups: every product on a site has an active backup policy whose last backup is young enough. A policy of which it is not known
// where it belongs may be that of any product that has none.
func judgeBackups(facts *Facts, parameters Parameters, e *Evidence) {
	if e.unread("the list of backup policies", facts.Backups.Err) {
		return
	}
	coverage := facts.Backups.Value
	var fine, without, old, silent []string
	for _, place := range coverage.Places {
		name := placeName(place)
		state := judgePlace(place.Policies, parameters)
		if elsewhere := judgePlace(coverage.Unplaced, parameters); state != backedUp && (elsewhere == backedUp || elsewhere == backupUnknown) {
			state = backupUnknown
		}
		switch state {
		case backedUp:
			fine = append(fine, name)
		case noActivePolicy:
			without = append(without, name)
		case oldBackup:
			old = append(old, name)
		default:
			silent = append(silent, name)
		}
	}
	e.count("products", len(coverage.Places))
	e.count("backed_up", len(fine))
	e.name(slices.Concat(without, old, silent)...)
	if len(without) > 0 {
		e.fail("%s no active backup policy: %s", things(len(without), "product of a site has", "products of sites have"), some(without))
	}
	if len(old) > 0 {
		e.fail("the last backup is older than %s, or there is none: %s", things(parameters.MaxBackupAgeDays, "day", "days"), some(old))
	}
	if len(silent) > 0 {
		e.unsure("Atlassian does not say whether %s backed up: %s", things(len(silent), "product of a site is", "products of sites are"), some(silent))
	}
	if len(fine) > 0 {
		e.pass("%s an active backup policy and a backup of the last %s", things(len(fine), "product of a site has", "products of sites have"), things(parameters.MaxBackupAgeDays, "day", "days"))
	}
}

// placeName names a product on a site.
func placeName(place backups.Place) string {
	return atlassian.Escaped(cmp.Or(place.SiteName, place.CloudID), "") + " " + atlassian.Word(place.Product)
}

// backupState is what is known of the backups of a product.
type backupState int

const (
	backupUnknown backupState = iota
	backedUp
	noActivePolicy
	oldBackup
)

// judgePlace looks for one active policy with a young backup. Policies of which it is not known whether they are active, or when they last
// made a backup, leave open what no other policy answers. So does a last backup in the future, and a young one where none can be restored:
// such an answer contradicts itself.
func judgePlace(policies []backups.Policy, parameters Parameters) backupState {
	state, unsure := noActivePolicy, false
	for _, policy := range policies {
		active, known := policy.Active()
		young := policy.LastBackup != nil && !policy.LastBackup.Before(parameters.At.Add(-days(parameters.MaxBackupAgeDays)))
		contradicts := young && (parameters.ahead(*policy.LastBackup) || policy.AvailableBackups != nil && *policy.AvailableBackups <= 0)
		possible := young || policy.Taken() == backups.Unsaid
		switch {
		case known && !active:
		case !known:
			unsure = unsure || possible
		case young && !contradicts:
			return backedUp
		case possible:
			unsure = true
		default:
			state = oldBackup
		}
	}
	if unsure {
		return backupUnknown
	}
	return state
}

// judgeAllowlist: an IP allowlist is on for everything that an allowlist names.
func judgeAllowlist(facts *Facts, _ Parameters, e *Evidence) {
	if e.unread("the list of policies", facts.IPAllowlist.Err) {
		return
	}
	found := facts.IPAllowlist.Value
	on := 0
	for _, resource := range found.Resources {
		if resource.State == orgpolicies.On {
			on++
		} else {
			e.name(resource.ID)
		}
	}
	e.count("allowlists", len(found.Policies))
	e.count("resources", len(found.Resources))
	e.count("restricted", on)
	judgeState(found.State, found.Reasons, found.Unclear, "an IP allowlist is on for all "+things(on, "resource", "resources")+" that an allowlist names", e)
}

// judgeExport: data security policies block exports in the whole organization.
func judgeExport(facts *Facts, _ Parameters, e *Evidence) {
	if e.unread("the list of data security policies", facts.ExportRestriction.Err) {
		return
	}
	found := facts.ExportRestriction.Value
	for _, policy := range found.Policies {
		e.name(cmp.Or(policy.Name, policy.ID))
	}
	e.count("policies", len(found.Policies))
	judgeState(found.State, found.Reasons, found.Unclear, "data security policies block exports in the whole organization", e)
}

// judgeClassification: there is a classification level that people can use.
func judgeClassification(facts *Facts, _ Parameters, e *Evidence) {
	if e.unread("the list of classification levels", facts.Classification.Err) {
		return
	}
	found := facts.Classification.Value
	for _, level := range found.Levels {
		e.name(cmp.Or(level.Name, level.ID))
	}
	e.count("levels", len(found.Levels))
	e.count("published", found.Published)
	judgeState(found.State, found.Reasons, found.Unclear, things(found.Published, "classification level is published", "classification levels are published"), e)
}

// judgeState takes over how far a setting is in force. One that is in force in a part only, or not yet, fails where a reason says what is
// missing, and is unknown where that is not known.
func judgeState(state orgpolicies.State, reasons, unclear []string, on string, e *Evidence) {
	switch {
	case state == orgpolicies.On:
		e.pass("%s", on)
		return
	case state == orgpolicies.Off, state == orgpolicies.Applying, state == orgpolicies.Partial && len(reasons) > 0:
		e.fail("%s", sentences(reasons, "it is off"))
	}
	if len(unclear) > 0 || len(e.failed) == 0 {
		e.unsure("%s", sentences(unclear, "it is not known whether it is on"))
	}
}

// sentences joins what is known, the first of many.
func sentences(all []string, otherwise string) string {
	const few = 5
	if len(all) == 0 {
		return otherwise
	}
	text := strings.Join(all[:min(len(all), few)], ", and ")
	if more := len(all) - few; more > 0 {
		text += ", and " + things(more, "more reason", "more reasons")
	}
	return text
}
