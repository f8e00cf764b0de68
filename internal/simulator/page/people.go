// SPDX-License-Identifier: MPL-2.0

package page

import (
	"cmp"
	"strconv"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// people are the accounts that the page shows.
type people struct {
	table

	Rows []person
}

// person is one account.
type person struct {
	At string // its row

	named // how the page calls the account

	Email     string
	Status    string
	Managed   bool
	TwoStep   bool
	App       bool
	Policy    string
	Groups    names
	Suspended bool // in a directory at least
	Present   bool // in a directory at least, and not suspended there
}

// Deactivated reports whether the account can be activated.
func (p person) Deactivated() bool { return p.Status == world.LifecycleDeactivated }

// Active reports whether the account can be deactivated.
func (p person) Active() bool {
	return p.Managed && p.Status != world.LifecycleDeactivated && p.Status != world.StatusForDeletion
}

// labelOf is how the page calls an account.
func labelOf(a *world.Account) string { return cmp.Or(a.Name, a.Email, a.ID) }

func (p *people) look(s *world.State) {
	p.All = len(s.Accounts)

	var found []*world.Account

	for _, account := range s.Accounts {
		if matches(p.Sought, account.Name, account.Email, account.ID) && p.note() {
			found = append(found, account)
		}
	}

	limit := namesIn(len(found))
	for _, account := range found {
		p.Rows = append(p.Rows, personOf(s, account, limit))
	}
}

func personOf(s *world.State, account *world.Account, limit int) person {
	row := person{
		At: "person-" + strconv.Itoa(account.Seq), named: named{account.ID, labelOf(account)}, Email: account.Email,
		Status: s.Truth.UserStatus(account), Managed: s.ClaimStatus(account) == world.Managed, TwoStep: account.MFA, App: account.Kind == "app",
	}

	if policy := s.PolicyOf(account); policy != nil {
		row.Policy = policy.Name()
	}

	for _, group := range s.Truth.GroupsOf[account] {
		row.Groups.add(named{group.ID, group.Name}, limit)
	}

	for _, membership := range s.Truth.Memberships(account) {
		row.Suspended = row.Suspended || membership.Suspended
		row.Present = row.Present || !membership.Suspended
	}

	return row
}
