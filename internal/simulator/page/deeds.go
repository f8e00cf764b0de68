// SPDX-License-Identifier: MPL-2.0

package page

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// deed does what a form asks for, and says what was done.
type deed func(p *page, form url.Values) (done string, err error)

// deeds are what the buttons of the page do, by the last element of their path.
var deeds = map[string]deed{
	"add-member":       addMember,
	"remove-member":    removeMember,
	"rename-group":     renameGroup,
	"delete-group":     deleteGroup,
	"suspend":          suspend,
	"restore":          restore,
	"status":           setStatus,
	"two-step":         setTwoStep,
	"move":             move,
	"policy":           setPolicy,
	"domain":           setDomain,
	"install":          install,
	"uninstall":        uninstall,
	"fault":            armFault,
	"clear-faults":     clearFaults,
	"reset-requests":   resetRequests,
	"reset-violations": resetViolations,
}

// person is how the page calls an account, given by ID or address.
func (p *page) person(reference string) string {
	name := reference

	p.world.Do(func(_ time.Time, s *world.State) {
		if account, ok := s.Account(reference); ok {
			name = labelOf(account)
		}
	})

	return name
}

// group is the name of a group, given by ID or name.
func (p *page) group(reference string) string {
	name := reference

	p.world.Do(func(_ time.Time, s *world.State) {
		if group, ok := s.Truth.ByID[reference]; ok {
			name = group.Name
		}
	})

	return name
}

func addMember(p *page, form url.Values) (string, error) {
	// In the row of a person, somebody types the group.
	group, person := strings.TrimSpace(cmp.Or(form.Get("to"), form.Get("group"))), strings.TrimSpace(form.Get("user"))
	if group == "" || person == "" {
		return "", errors.New("name a group and a person")
	}

	return p.person(person) + " is now in " + p.group(group) + ".", p.world.AddMember(group, person)
}

func removeMember(p *page, form url.Values) (string, error) {
	group, person := form.Get("group"), form.Get("user")

	return p.person(person) + " is no longer in " + p.group(group) + ".", p.world.RemoveMember(group, person)
}

func renameGroup(p *page, form url.Values) (string, error) {
	group, name := form.Get("group"), strings.TrimSpace(form.Get("name"))

	return p.group(group) + " is now called " + name + ".", p.world.UpdateGroup(group, world.GroupChange{Name: &name})
}

func deleteGroup(p *page, form url.Values) (string, error) {
	group := form.Get("group")

	return p.group(group) + " is deleted.", p.world.DeleteGroup(group)
}

func suspend(p *page, form url.Values) (string, error) {
	person := form.Get("user")

	return p.person(person) + " is suspended.", p.inDirectories(person, false, p.world.Suspend)
}

func restore(p *page, form url.Values) (string, error) {
	person := form.Get("user")

	return p.person(person) + " is no longer suspended.", p.inDirectories(person, true, p.world.Restore)
}

// inDirectories does something in all directories in which a person is suspended,
// or is not.
func (p *page) inDirectories(person string, suspended bool, do func(person, directory string) error) error {
	var directories []string

	p.world.Do(func(_ time.Time, s *world.State) {
		for _, membership := range s.Truth.Memberships(s.ByAccount[person]) {
			if membership.Suspended == suspended {
				directories = append(directories, membership.Directory)
			}
		}
	})

	if len(directories) == 0 {
		return fmt.Errorf("%s is in no directory where this can be done", p.person(person))
	}

	var failed []error
	for _, directory := range directories {
		failed = append(failed, do(person, directory))
	}

	return errors.Join(failed...)
}

func setStatus(p *page, form url.Values) (string, error) {
	person, status := form.Get("user"), form.Get("status")

	return p.person(person) + " is " + status + ".", p.world.ChangeUser(person, world.UserChange{Status: &status})
}

func setTwoStep(p *page, form url.Values) (string, error) {
	person, on := form.Get("user"), form.Get("on") == "true"

	text := " has no two-step verification."
	if on {
		text = " has two-step verification."
	}

	return p.person(person) + text, p.world.ChangeUser(person, world.UserChange{MFA: &on})
}

func move(p *page, form url.Values) (string, error) {
	person, policy := form.Get("user"), form.Get("policy")

	return p.person(person) + " is in the policy " + p.policy(policy) + ".", p.world.MoveToAuthenticationPolicy(policy, person)
}

// policy is the name of an authentication policy, given by ID.
func (p *page) policy(id string) string {
	name := id

	p.world.Do(func(_ time.Time, s *world.State) {
		if policy, ok := s.Policy(id); ok {
			name = policy.Name()
		}
	})

	return name
}

func setPolicy(p *page, form url.Values) (string, error) {
	policy, wanted := form.Get("policy"), form.Get("two_step_verification")
	change := world.AuthenticationSettingsChange{TwoStepVerification: &wanted}

	return "Two-step verification is " + wanted + " in the policy " + p.policy(policy) + ".", p.world.SetAuthenticationSettings(policy, change)
}

func setDomain(p *page, form url.Values) (string, error) {
	domain, status := form.Get("domain"), form.Get("status")

	text := domain + " is " + status + "."
	if status == "missing_token" {
		text = "The token of " + domain + " is missing."
	}

	return text, p.world.SetDomainClaim(domain, status)
}

// place is how the page calls an app, and a context in which it is or will be.
func (p *page) place(id, context string) (app, in string) {
	app = id

	p.world.Do(func(_ time.Time, s *world.State) {
		in = resourceText(s, context)

		if known, ok := s.App(id); ok {
			app = known.Name
		}
	})

	return app, in
}

func install(p *page, form url.Values) (string, error) {
	app, context := form.Get("app"), form.Get("context")
	name, in := p.place(app, context)

	return name + " is installed in " + in + ".", p.world.InstallApp(app, world.AppInstallation{Context: context})
}

func uninstall(p *page, form url.Values) (string, error) {
	app, context := form.Get("app"), form.Get("context")
	name, in := p.place(app, context)

	return name + " is no longer installed in " + in + ".", p.world.UninstallApp(app, context)
}
