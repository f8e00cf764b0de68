// SPDX-License-Identifier: MPL-2.0

package posture

import (
	"cmp"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
)

// judgeDormant: nobody who can use the organization's apps was inactive for long, by the rule of access reviews.
func judgeDormant(facts *Facts, parameters Parameters, e *Evidence) {
	judgeReview(facts, parameters, e, review.Dormant, "dormant", "account is dormant and has access", "accounts are dormant and have access")
}

// judgeSuspended: nobody whose access is suspended has roles, by the rule of access reviews.
func judgeSuspended(facts *Facts, parameters Parameters, e *Evidence) {
	judgeReview(facts, parameters, e, review.SuspendedWithRoles, "suspended_with_roles",
		"account is suspended or deactivated and has groups, roles or apps", "accounts are suspended or deactivated and have groups, roles or apps")
}

// decisive are the attributes without which a review does not know whether somebody is dormant, or has roles while suspended.
var decisive = []string{"status", "groups", "platform_roles", "apps"}

// judgeReview fails for the findings of a kind. Where it is not known whether an account can be used, a finding about it is not certain.
func judgeReview(facts *Facts, parameters Parameters, e *Evidence, kind review.Kind, what, one, many string) {
	if e.unread("the list of people", facts.People.Err) {
		return
	}
	found := review.Of(review.Facts{People: facts.People.Value}, review.Settings{
		AsOf: parameters.At, Now: parameters.Now, DormantAfter: parameters.DormantAfterDays, DormantAfterByApp: parameters.DormantAfterDaysByApp,
	})
	doubtful, guilty := make(map[string]string), make(map[string]string)
	for _, finding := range found.Findings {
		name := cmp.Or(finding.Email, finding.AccountID)
		switch {
		case finding.Kind == review.Unknown && slices.Contains(decisive, finding.Subject):
			doubtful[finding.AccountID] = name
		case finding.Kind == kind:
			guilty[finding.AccountID] = name
		}
	}
	var certain, doubts []string
	for id, name := range guilty {
		if doubtful[id] == "" {
			certain = append(certain, name)
		}
	}
	for _, name := range doubtful {
		doubts = append(doubts, name)
	}
	e.count("accounts", len(facts.People.Value))
	e.count(what, len(certain))
	e.count("not_known", len(doubts))
	e.name(slices.Concat(certain, doubts)...)
	if len(certain) > 0 {
		e.fail("%s: %s", things(len(certain), one, many), some(certain))
	}
	if len(doubts) > 0 {
		e.unsure("it is not known whether %s be used, or what access there is: %s", things(len(doubts), "account can", "accounts can"), some(doubts))
	}
	if kind == review.Dormant && len(found.UnknownApps) > 0 {
		e.unsure("no account has one of these keys of dormant_after_days_by_app: %s", atlassian.Words(found.UnknownApps))
	}
	if len(facts.People.Value) > 0 {
		e.pass("none of %s", things(len(facts.People.Value), one, many))
	}
}
