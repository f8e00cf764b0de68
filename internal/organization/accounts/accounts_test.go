// SPDX-License-Identifier: MPL-2.0

package accounts_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/accounts"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The search shows most of an account, so its profile is read only for what it leaves out.
func TestTheProfileIsReadOnlyForWhatTheSearchLeavesOut(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		id := on.Simulator.AccountID(emil)
		require.NoError(t, on.Simulator.ChangeProfile(emil, simulator.ProfileChange{JobTitle: new("Engineer"), Locale: new("nb-NO")}))

		account, err := run(t, on).Accounts.Get(t.Context(), id, accounts.Name, accounts.JobTitle)
		require.NoError(t, err)
		assert.Equal(t, "active", account.Status)
		assert.True(t, *account.Active)
		title, known := account.Value(accounts.JobTitle)
		assert.Equal(t, "Engineer true", fmt.Sprint(title, " ", known))
		_, known = account.Value(accounts.Department)
		assert.False(t, known, "the search leaves it out, and that is not empty")
		assert.Zero(t, on.Simulator.Requests()[opProfile])

		o := run(t, on)
		for range 2 {
			account, err = o.Accounts.Get(t.Context(), id, accounts.Department, accounts.Locale)
			require.NoError(t, err)
			department, known := account.Value(accounts.Department)
			assert.Equal(t, " true", department+fmt.Sprint(" ", known), "the profile does not have it")
			locale, _ := account.Value(accounts.Locale)
			assert.Equal(t, "nb-NO", locale)
		}
		assert.Equal(t, 1, on.Simulator.Requests()[opProfile], "once a run")

		unmanaged, err := o.Accounts.Get(t.Context(), on.Simulator.AccountID(lena), accounts.Locale)
		require.NoError(t, err)
		assert.False(t, unmanaged.Managed())
		_, err = o.Accounts.Get(t.Context(), "nobody")
		require.True(t, meaning.IsNotFound(err))
	})
}

func TestManyAccountsCostFewRequests(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulator.Organization{Name: "Large", Domains: []simulator.Domain{{Name: "acme.example"}}}
		for i := range 500 {
			start.Users = append(start.Users, simulator.User{
				AccountID: fmt.Sprintf("5b10ac8d82e05b22cc7d%04x", i), Email: fmt.Sprintf("p%d@acme.example", i), JobTitle: "Engineer",
			})
		}
		on := simulated.Virtual(t, simulated.WithStart(start))
		o := run(t, on)
		var work sync.WaitGroup
		for _, user := range start.Users {
			work.Go(func() {
				account, err := o.Accounts.Get(t.Context(), user.AccountID, accounts.Name, accounts.JobTitle)
				assert.NoError(t, err)
				assert.Equal(t, user.Email, account.Email)
			})
		}
		work.Wait()
		requests := on.Simulator.Requests()
		assert.LessOrEqual(t, requests[opSearch], 10, "at most twice the 5 pages of the whole list")
		assert.Equal(t, 1, requests[opCount])
		assert.Len(t, requests, 2, "and nothing else")
	})
}

func TestWhetherAnAccountIsActive(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		id := on.Simulator.AccountID(emil)
		for status, want := range map[string]string{"active": "true false", "suspended": "true false", "deactivated": "false false", "for_deletion": "false true"} {
			require.NoError(t, on.Simulator.ChangeUser(emil, simulator.UserChange{Status: &status}))
			account, err := run(t, on).Accounts.Get(t.Context(), id)
			require.NoError(t, err)
			require.NotNil(t, account.Active)
			assert.Equal(t, want, fmt.Sprint(*account.Active, " ", account.DeletionScheduled()), status)
		}
	})
}

// A key with scopes is refused by everything that is about managed accounts. That is said once a run, and asked once.
func TestAKeyWithScopesIsExplainedOnce(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		start := simulator.SmallCompany()
		start.APIKey.Scopes = []string{"read:accounts:admin"}
		on := simulated.Virtual(t, simulated.WithStart(start))
		o := run(t, on)
		explained := 0
		for range 3 {
			_, err := o.Accounts.Apply(t.Context(), on.Simulator.AccountID(emil), accounts.Change{Fields: map[accounts.Field]string{accounts.Name: "New"}})
			var scoped *accounts.ScopedKeyError
			require.ErrorAs(t, err, &scoped)
			if meaning.Why(err).Meaning == meaning.KeyScoped {
				explained++
			} else {
				assert.Equal(t, "the API key has scopes, which another error of this run explains", err.Error())
			}
		}
		assert.Equal(t, 1, explained)
		assert.Equal(t, 1, on.Simulator.Requests()[opUpdate])
		_, err := o.Accounts.Get(t.Context(), on.Simulator.AccountID(emil), accounts.Name)
		require.NoError(t, err, "the search shows the rest")
	})
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		require.NoError(t, on.Simulator.Lock(emil, "name", "authPolicy.saml"))
		require.NoError(t, on.Simulator.Lock(emil, "email.set", "myselfOnly"))
		require.NoError(t, on.Simulator.Lock(emil, "lifecycle.delete", "externalDirectory.scim"))
		o := run(t, on)
		refusals := func(change accounts.Change) []accounts.Refusal {
			account, err := o.Accounts.Get(t.Context(), on.Simulator.AccountID(emil))
			require.NoError(t, err)
			found, err := o.Accounts.Refusals(t.Context(), account, change)
			require.NoError(t, err)
			return found
		}
		assert.Empty(t, refusals(accounts.Change{Active: new(false), Fields: map[accounts.Field]string{accounts.Locale: "en-US", accounts.Nickname: "x"}}))
		assert.Equal(t, []accounts.Refusal{{What: "name", Reason: "authPolicy.saml"}, {What: "email.set", Reason: "myselfOnly"}},
			refusals(accounts.Change{Email: new("x@acme.example"), Fields: map[accounts.Field]string{accounts.Name: "x"}}))
		assert.Equal(t, 1, on.Simulator.Requests()[opManage], "once a run")

		require.NoError(t, on.Simulator.ScheduleDeletion(emil))
		o = run(t, on)
		assert.Equal(t, []accounts.Refusal{{What: "lifecycle.delete", Reason: "externalDirectory.scim"}}, refusals(accounts.Change{Active: new(true)}))
	})
}
