// SPDX-License-Identifier: MPL-2.0

package accounts_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/accounts"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// writes are the operations that change a managed account.
var writes = []string{opUpdate, opEmail, opDisable, opEnable, opCancel}

// sent counts the writes.
func sent(on *simulated.Organization) map[string]int {
	counted := map[string]int{}
	for _, operation := range writes {
		if n := on.Simulator.Requests()[operation]; n > 0 {
			counted[operation] = n
		}
	}
	return counted
}

func TestApplySendsOnlyWhatDiffers(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(50*time.Millisecond))
		id := on.Simulator.AccountID(emil)
		wanted := accounts.Change{
			Active: new(true), Email: new("Emil.Sorensen@acme.example"),
			Fields: map[accounts.Field]string{accounts.Name: "Emil S.", accounts.Department: "R&D", accounts.Locale: "nb-NO", accounts.Location: ""},
		}
		o := run(t, on)
		account, err := o.Accounts.Apply(t.Context(), id, wanted)
		require.NoError(t, err)
		assert.Equal(t, map[string]int{opUpdate: 1}, sent(on), "the address differs in case only, and the account is active")
		assert.Equal(t, simulator.Profile{Email: emil, Name: "Emil S.", Nickname: "Emil Sorensen", Department: "R&D", Locale: "nb-NO"}, on.Simulator.Profile(emil))
		name, _ := account.Value(accounts.Name)
		assert.Equal(t, "Emil S.", name)

		for _, next := range []*organization.Organization{o, run(t, on)} { // the search shows it, so the next run does not see the old name
			_, err = next.Accounts.Apply(t.Context(), id, wanted)
			require.NoError(t, err)
			assert.Equal(t, map[string]int{opUpdate: 1}, sent(on))
		}

		wanted.Active, wanted.Message, wanted.Email = new(false), "On leave", new("emil@acme.dev")
		account, err = run(t, on).Accounts.Apply(t.Context(), id, wanted)
		require.NoError(t, err)
		assert.Equal(t, map[string]int{opUpdate: 1, opDisable: 1, opEmail: 1}, sent(on))
		assert.Equal(t, "deactivated emil@acme.dev", account.Status+" "+account.Email)
		assert.Equal(t, "On leave", on.Simulator.DeactivationMessage(id))
	})
}

func TestADeletionIsCanceledToActivate(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		require.NoError(t, on.Simulator.ScheduleDeletion(emil))
		id := on.Simulator.AccountID(emil)

		account, err := run(t, on).Accounts.Apply(t.Context(), id, accounts.Change{Active: new(false)})
		require.NoError(t, err)
		assert.True(t, account.DeletionScheduled(), "it is not active, so it is left alone")
		assert.Empty(t, sent(on))

		account, err = run(t, on).Accounts.Apply(t.Context(), id, accounts.Change{Active: new(true)})
		require.NoError(t, err)
		assert.Equal(t, "active", account.Status)
		assert.Equal(t, map[string]int{opCancel: 1}, sent(on))
	})
}

// Each write arrives although its answer is lost. What may be sent twice has the same result.
func TestLostAnswersAreSettledByTheProfile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		operation string
		deletion  bool
		change    accounts.Change
		shown     func(simulator.Profile, accounts.Account) bool
	}{
		"profile": {operation: opUpdate, change: accounts.Change{Fields: map[accounts.Field]string{accounts.Name: "New"}}, shown: func(p simulator.Profile, _ accounts.Account) bool { return p.Name == "New" }},
		"email":   {operation: opEmail, change: accounts.Change{Email: new("new@acme.dev")}, shown: func(p simulator.Profile, _ accounts.Account) bool { return p.Email == "new@acme.dev" }},
		"disable": {operation: opDisable, change: accounts.Change{Active: new(false)}, shown: func(_ simulator.Profile, a accounts.Account) bool { return a.Status == "deactivated" }},
		"cancel":  {operation: opCancel, deletion: true, change: accounts.Change{Active: new(true)}, shown: func(_ simulator.Profile, a accounts.Account) bool { return a.Status == "active" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				for _, fault := range []simulator.Fault{{LoseAnswer: true}, {Drop: true}} {
					on := simulated.Virtual(t)
					id := on.Simulator.AccountID(emil)
					if c.deletion {
						require.NoError(t, on.Simulator.ScheduleDeletion(emil))
					}
					fault.Operation = c.operation
					on.Simulator.Inject(fault)
					account, err := run(t, on).Accounts.Apply(t.Context(), id, c.change)
					require.NoError(t, err)
					assert.True(t, c.shown(on.Simulator.Profile(id), account))
					want := 1
					if fault.Drop {
						want = 2
					}
					assert.Equal(t, map[string]int{c.operation: want}, sent(on))
				}
			})
		})
	}
}

func TestApplyRefuses(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		protected := on.Simulator.AccountID(emil)
		o := run(t, on, func(s *organization.Settings) { s.ProtectedAccountIDs = []string{protected} })

		_, err := o.Accounts.Apply(t.Context(), protected, accounts.Change{Active: new(false)})
		var spared *organization.SparedError
		require.ErrorAs(t, err, &spared)
		_, err = o.Accounts.Apply(t.Context(), on.Simulator.AccountID(lena), accounts.Change{Active: new(false)})
		var unmanaged *accounts.UnmanagedError
		require.ErrorAs(t, err, &unmanaged)
		assert.Empty(t, sent(on))

		_, err = o.Accounts.Apply(t.Context(), on.Simulator.AccountID(hana), accounts.Change{Fields: map[accounts.Field]string{accounts.Name: "x"}})
		var refused *atlassian.Error
		require.ErrorAs(t, err, &refused)
		assert.Equal(t, map[string]string{"name": "externalDirectory.scim"}, refused.Context.Fields)
		_, err = o.Accounts.Apply(t.Context(), protected, accounts.Change{Email: new("x@elsewhere.example")})
		require.ErrorAs(t, err, &refused)
		assert.Equal(t, "elsewhere.example", refused.Context.Domain)
	})
}

// What the search does not show in time was acknowledged all the same.
func TestAChangeThatIsNotShown(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithLag(time.Hour))
		id := on.Simulator.AccountID(emil)
		o := run(t, on, func(s *organization.Settings) { s.Pace.Visible = 50 * time.Millisecond })
		account, err := o.Accounts.Apply(t.Context(), id, accounts.Change{Active: new(false)})
		require.True(t, meaning.IsAcknowledged(err))
		assert.False(t, *account.Active)
		account, err = o.Accounts.Get(t.Context(), id)
		require.NoError(t, err)
		assert.False(t, *account.Active, "the run knows what it has written")
	})
}

func TestSetActiveOfSeveral(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		ids := []string{on.Simulator.AccountID(emil), on.Simulator.AccountID("chen.li@acme.example"), on.Simulator.AccountID("kofi.mensah@acme.example"), on.Simulator.AccountID(lena)}
		last := 0
		changes := run(t, on).Accounts.SetActive(t.Context(), ids, false, "", func(done int) { last = done })
		assert.ElementsMatch(t, ids[:2], changes.Changed, "kofi is deactivated already")
		assert.Len(t, changes.Failed, 1)
		var unmanaged *accounts.UnmanagedError
		require.ErrorAs(t, changes.Failed[ids[3]], &unmanaged)
		assert.Equal(t, 4, last)
		assert.Equal(t, map[string]int{opDisable: 2}, sent(on))
	})
}

// An address that the search hides is in the profile. It is not set again, because that would log the person out.
func TestAHiddenAddressIsNotSetAgain(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		hidden := on.Edited(t, "/users/search", func(body any) any {
			page, _ := body.(map[string]any)
			found, _ := page["data"].([]any)
			for _, one := range found {
				if account, ok := one.(map[string]any); ok {
					account["email"] = nil
				}
			}
			return body
		})
		_, err := run(t, hidden).Accounts.Apply(t.Context(), on.Simulator.AccountID(emil), accounts.Change{Email: new(emil)})
		require.NoError(t, err)
		assert.Empty(t, sent(on))
		assert.Equal(t, 1, on.Simulator.Requests()[opProfile])
	})
}

// Activating an account gives back no access to a directory that suspends the person.
func TestAnAccountThatIsSuspendedStaysSo(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		for _, status := range []string{"suspended", "deactivated"} {
			require.NoError(t, on.Simulator.ChangeUser(emil, simulator.UserChange{Status: &status}))
		}
		account, err := run(t, on).Accounts.Apply(t.Context(), on.Simulator.AccountID(emil), accounts.Change{Active: new(true)})
		require.NoError(t, err)
		assert.Equal(t, "suspended", account.Status)
		assert.True(t, *account.Active)
	})
}
