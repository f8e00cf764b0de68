// SPDX-License-Identifier: MPL-2.0

package posture

// judgeDormant: nobody who can use the organization's apps was inactive for long.
func judgeDormant(facts *Facts, parameters Parameters, e *Evidence) {
	if e.unread("the list of people", facts.People.Err) {
		return
	}
	e.unsure("not looked at yet")
}

// judgeSuspended: nobody whose access is suspended has roles.
func judgeSuspended(facts *Facts, parameters Parameters, e *Evidence) {
	if e.unread("the list of people", facts.People.Err) {
		return
	}
	e.unsure("not looked at yet")
}
