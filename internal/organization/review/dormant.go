// SPDX-License-Identifier: MPL-2.0

package review

import (
	"fmt"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// dormant finds people who were not active for long: in no app at all, and in each app that has days of its own. Atlassian may leave out an
// app in which somebody was never active, so no app is no activity. A person who was never active may still be about to be, if it was
// added a short time ago.
func (j *judge) dormant(found *collected) {
	person := found.person
	fresh, strange := false, ""
	for _, app := range person.ProductAccess {
		days, own := j.daysOf(app)
		if app.LastActive != nil && j.ahead(*app.LastActive) {
			strange = fmt.Sprintf("Atlassian says that the person was last active in %s on %s, which is in the future, so it is not known when that was.", appName(app), on(*app.LastActive))
			continue
		}
		if app.LastActive != nil && !j.older(*app.LastActive, days) {
			fresh = true
			continue
		}
		if own && (app.LastActive != nil || !j.justAdded(person, days)) {
			found.add(Dormant, firstOf(app.ResourceID, app.Key), j.sinceWhen(person, app, days))
		}
	}
	if strange != "" {
		found.unknown("apps", strange)
	}
	switch {
	case fresh, strange != "":
	case person.LastActive != nil:
		latest := latestOf(person.ProductAccess)
		days, _ := j.daysOf(latest)
		found.add(Dormant, "", fmt.Sprintf("Last active on %s, in %s, and in no app since. The limit is %s.", on(*latest.LastActive), appName(latest), numbered(days, "day")))
	case j.justAdded(person, j.settings.DormantAfter):
	case len(person.ProductAccess) == 0:
		found.add(Dormant, "", "Atlassian shows no app of this person and no activity, which counts as never active. "+j.sinceAdded(person))
	default:
		found.add(Dormant, "", "Atlassian shows no activity in any app, which counts as never active. "+j.sinceAdded(person))
	}
}

// daysOf is after how many days without activity in an app a person is dormant there. Own says that the app has days of its own.
func (j *judge) daysOf(app atlassian.ProductAccess) (days int, own bool) {
	if days, own := j.daysByApp[strings.ToLower(app.Key)]; own && app.Key != "" {
		return days, true
	}
	return j.settings.DormantAfter, false
}

// latestOf is the app with the latest activity.
func latestOf(apps []atlassian.ProductAccess) (latest atlassian.ProductAccess) {
	for _, app := range apps {
		if app.LastActive != nil && (latest.LastActive == nil || app.LastActive.After(*latest.LastActive)) {
			latest = app
		}
	}
	return latest
}

// sinceWhen says since when a person is dormant in an app.
func (j *judge) sinceWhen(person *Person, app atlassian.ProductAccess, days int) string {
	if app.LastActive == nil {
		return fmt.Sprintf("Atlassian shows no activity in %s, which counts as never active. %s", appName(app), j.sinceAdded(person))
	}
	return fmt.Sprintf("Last active in %s on %s. The limit for this app is %s.", appName(app), on(*app.LastActive), numbered(days, "day"))
}

// appName names an app in a reason.
func appName(app atlassian.ProductAccess) string {
	return atlassian.Word(firstOf(app.Key, app.ResourceID))
}

// justAdded reports whether an account was added to the organization so lately that it need not have been active. Where that is not known,
// it need.
func (j *judge) justAdded(person *Person, days int) bool {
	at, ok := j.added(person)
	return ok && !j.older(at, days)
}

// added is when an account was added to the organization. A time in the future says nothing.
func (j *judge) added(person *Person) (at time.Time, known bool) {
	at, known = timeOf(person.AddedToOrg)
	return at, known && !j.ahead(at)
}

// sinceAdded says since when an account could have been active.
func (j *judge) sinceAdded(person *Person) string {
	at, ok := j.added(person)
	text := "Added to the organization on " + on(at) + "."
	if !ok {
		text = "When the account was added to the organization is not known."
	}
	if verified := person.EmailVerified; verified != nil && !*verified {
		text += " The address is not verified, so the person may never have accepted the invitation."
	}
	return text
}
