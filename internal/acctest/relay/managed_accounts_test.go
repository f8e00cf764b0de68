// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"testing"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const managedAccount = "atlassian_managed_account"

func managedAccountChecks() []check {
	config := func(attribute string, value any) func(*world) map[string]any {
		return always(map[string]any{"account_id": accounts[emil], attribute: value})
	}
	becomes := func(change simulator.UserChange) func(*world) error {
		return func(w *world) error { return w.org.Simulator.ChangeUser(emil, change) }
	}
	says := func(change simulator.ProfileChange) func(*world) error {
		return func(w *world) error { return w.org.Simulator.ChangeProfile(accounts[emil], change) }
	}
	return []check{
		{of: managedAccount, finds: "somebody activated it", start: company(), prepare: drifting(managedAccount, config("active", false), becomes(simulator.UserChange{Status: new("active")}))},
		{of: managedAccount, finds: "somebody deactivated it", start: company(), prepare: drifting(managedAccount, config("active", true), becomes(simulator.UserChange{Status: new("deactivated")}))},
		{of: managedAccount, finds: "it is to be deleted", start: company(), prepare: drifting(managedAccount, config("active", true), func(w *world) error {
			return w.org.Simulator.ScheduleDeletion(emil)
		})},
		{of: managedAccount, finds: "another name", start: company(), prepare: drifting(managedAccount, config("name", "Emil"), says(simulator.ProfileChange{Name: new("Other")}))},
		{of: managedAccount, finds: "another department", start: company(), prepare: drifting(managedAccount, config("department", "R&D"), says(simulator.ProfileChange{Department: new("Sales")}))},
		{of: managedAccount, finds: "another locale", start: company(), prepare: drifting(managedAccount, config("locale", "nb-NO"), says(simulator.ProfileChange{Locale: new("en-US")}))},
		{of: managedAccount, finds: "another address", start: company(), prepare: drifting(managedAccount, config("email", emil), says(simulator.ProfileChange{Email: new("other@acme.example")}))},
		{of: managedAccount, finds: "not managed any more", start: company(), prepare: drifting(managedAccount, config("active", true), becomes(simulator.UserChange{ClaimStatus: new("unmanaged")}))},
		{of: managedAccount, finds: "a protected account that is to be deactivated", protected: accounts[bruno], start: company(), prepare: func(t *testing.T, w *world) look {
			t.Helper()
			state := converged(t, w, managedAccount, map[string]any{"account_id": accounts[bruno], "active": true})
			return refusing(state, map[string]any{"account_id": accounts[bruno], "active": false}, func() (gone bool, err error) {
				for _, user := range w.org.Simulator.Organization().Users {
					if user.AccountID == accounts[bruno] && user.Status == "active" {
						return false, nil
					}
				}
				return true, w.org.Simulator.ChangeUser(bruno, simulator.UserChange{Status: new("active")})
			})
		}},
	}
}
