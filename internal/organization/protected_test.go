// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A search that shows another part every time must not make a group look as if it had no protected member. Where nothing shows that it
// has none, it is not known. The accounts that are asked for alone are the first of their answers, so a partial answer lacks them.
func TestProtectedMembersOfASearchThatFlaps(t *testing.T) {
	t.Parallel()
	small, large := 50, 300
	member, outsider, nobody := simulated.AccountID(1), simulated.AccountID(310), "712020:00000000-0000-4000-9000-999999999999"
	empty, partial := simulator.Fault{Empty: true}, simulator.Fault{Partial: true}
	always := func(fault simulator.Fault) simulator.Fault { fault.Count = -1; return fault }
	for name, c := range map[string]struct {
		members   int
		protected string
		faults    []simulator.Fault
		want      int
		fails     bool
	}{
		"one part missing":                    {members: small, protected: member, faults: []simulator.Fault{partial}, want: 1},
		"two parts missing":                   {members: small, protected: member, faults: []simulator.Fault{partial, partial}, want: 1},
		"empty, then a part missing":          {members: small, protected: member, faults: []simulator.Fault{empty, partial}, want: 1},
		"three parts missing":                 {members: small, protected: member, faults: []simulator.Fault{partial, partial, partial}, want: 1},
		"always a part missing":               {members: small, protected: member, faults: []simulator.Fault{always(partial)}, fails: true},
		"always a part missing, of others":    {members: small, protected: outsider, faults: []simulator.Fault{always(partial)}, fails: true},
		"two empty answers, large":            {members: large, protected: member, faults: []simulator.Fault{empty, empty}, want: 1},
		"three empty answers, large":          {members: large, protected: member, faults: []simulator.Fault{empty, empty, empty}, want: 1},
		"always a part missing, large":        {members: large, protected: member, faults: []simulator.Fault{always(partial)}, fails: true},
		"not a member, large":                 {members: large, protected: outsider},
		"not a member, one empty, large":      {members: large, protected: outsider, faults: []simulator.Fault{empty}},
		"nobody, of a group that is shown":    {members: small, protected: nobody},
		"nobody, of a group that is too much": {members: large, protected: nobody, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 320, Members: c.members, Groups: 1})))
				for _, fault := range c.faults {
					fault.Operation = opSearchUsers
					on.Simulator.Inject(fault)
				}
				found, err := protecting(t, on, c.protected).Groups.ProtectedMembers(t.Context(), crowd(on))
				assert.Equal(t, c.fails, meaning.IsContradiction(err), "%v", err)
				if !c.fails {
					require.NoError(t, err)
				}
				assert.Len(t, found, c.want)
			})
		})
	}
}

func protecting(t *testing.T, on *simulated.Organization, accountIDs ...string) *organization.Organization {
	t.Helper()
	return run(t, on, func(s *organization.Settings) { s.ProtectedAccountIDs = accountIDs })
}

// edited changes every account that searches answer with.
func edited(t *testing.T, on *simulated.Organization, edit func(account map[string]any)) *simulated.Organization {
	t.Helper()
	return on.Edited(t, "/users/search", func(body any) any {
		page, _ := body.(map[string]any)
		accounts, _ := page["data"].([]any)
		for _, one := range accounts {
			account, _ := one.(map[string]any)
			edit(account)
		}
		return body
	})
}

// What an answer leaves out or spells otherwise is about the same accounts.
func TestProtectedMembersInOtherForms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		members int
		edit    func(account map[string]any)
		fails   bool
	}{
		"no member, groups left out":           {members: 300, edit: func(account map[string]any) { delete(account, "groups") }, fails: true},
		"no member, groups null":               {members: 300, edit: func(account map[string]any) { account["groups"] = nil }, fails: true},
		"no member, no groups":                 {members: 300, edit: func(account map[string]any) { account["groups"] = []any{} }},
		"no member, a group without an ID":     {members: 300, edit: func(account map[string]any) { account["groups"] = []any{map[string]any{"id": nil}} }, fails: true},
		"no member, everybody the same person": {members: 50, edit: func(account map[string]any) { account["accountId"] = simulated.AccountID(2) }, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 320, Members: c.members, Groups: 1})))
				found, err := protecting(t, edited(t, on, c.edit), simulated.AccountID(310)).Groups.ProtectedMembers(t.Context(), crowd(on))
				assert.Equal(t, c.fails, meaning.IsContradiction(err), "%v", err)
				if !c.fails {
					require.NoError(t, err)
				}
				assert.Empty(t, found)
			})
		})
	}

	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		chen := on.Simulator.AccountID("chen.li@acme.example")
		require.NotEqual(t, chen, strings.ToUpper(chen))
		shouted := edited(t, on, func(account map[string]any) { account["accountId"] = strings.ToUpper(account["accountId"].(string)) })
		o := protecting(t, shouted, chen)
		found, err := o.Groups.ProtectedMembers(t.Context(), groupKey(t, o, on, "engineering"))
		require.NoError(t, err)
		assert.Len(t, found, 1)
		found, err = o.Groups.ProtectedMembers(t.Context(), groupKey(t, o, on, "contractors"))
		require.NoError(t, err)
		assert.Empty(t, found)
	})
}

// Whose addresses are to be removed must be known. A member who shows no address is among those who are named by ID.
func TestProtectedMembersBehindAddresses(t *testing.T) {
	t.Parallel()
	id, own, other := simulated.AccountID(7), simulated.Email(7), simulated.Email(8)
	for name, c := range map[string]struct {
		hidden      string // the account whose address no answer shows
		words, kept []string
		want        int
		fails       bool
	}{
		"its own address":                        {words: []string{other, strings.ToUpper(own)}, want: 1},
		"another address":                        {words: []string{other}},
		"no address, and it may be the own one":  {hidden: id, words: []string{own}, fails: true},
		"no address, and it is another's":        {hidden: id, words: []string{other}},
		"no address, and it is kept by its ID":   {hidden: id, words: []string{"gone@large.example"}, kept: []string{id}},
		"no address, and it is named by its ID":  {hidden: id, words: []string{id}, want: 1},
		"no address, and an address of nobody":   {hidden: id, words: []string{other, "gone@large.example"}, fails: true},
		"an address, and another address hidden": {hidden: simulated.AccountID(8), words: []string{other}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 60, Members: 50, Groups: 1})))
				with := edited(t, on, func(account map[string]any) {
					if account["accountId"] == c.hidden {
						account["email"] = nil
					}
				})
				found, err := protecting(t, with, id).Groups.ProtectedBehind(t.Context(), crowd(on), c.words, c.kept)
				assert.Equal(t, c.fails, err != nil, "%v", err)
				assert.Len(t, found, c.want)
			})
		})
	}
}

// Whatever a plan has seen, no protected account is removed, and nothing is sent.
func TestProtectedAccountsAreNotRemoved(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		chen, dana := on.Simulator.AccountID("chen.li@acme.example"), on.Simulator.AccountID("dana.novak@acme.example")
		o := protecting(t, on, chen)
		key := groupKey(t, o, on, "engineering")
		require.ErrorContains(t, o.Groups.RemoveMember(t.Context(), key, strings.ToUpper(chen)), "protected_account_ids")
		changes := o.Groups.ChangeMembers(t.Context(), key, nil, []string{chen, dana})
		assert.ErrorContains(t, changes.Failed[chen], "protected_account_ids")
		assert.Equal(t, []string{dana}, changes.Removed)
		assert.Contains(t, on.Simulator.Members("engineering"), chen)
	})
}

// Who asks first whether the protected accounts exist is told, and nobody else.
func TestProtectedStrangers(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		chen, stranger := on.Simulator.AccountID("chen.li@acme.example"), "712020:00000000-0000-4000-9000-999999999999"
		o := protecting(t, on, stranger, chen)
		strangers, err := o.People.ProtectedStrangers(t.Context())
		require.NoError(t, err)
		assert.Equal(t, []string{stranger}, strangers)
		strangers, err = o.People.ProtectedStrangers(t.Context())
		require.NoError(t, err)
		assert.Empty(t, strangers)
		assert.Equal(t, map[string]int{opSearchUsers: 2}, on.Simulator.Requests(), "who is missing is looked at once more")

		on.Simulator.ResetRequests()
		strangers, err = protecting(t, on, chen).People.ProtectedStrangers(t.Context())
		require.NoError(t, err)
		assert.Empty(t, strangers)
		assert.Equal(t, 1, on.Requests())
		strangers, err = protecting(t, on).People.ProtectedStrangers(t.Context())
		require.NoError(t, err)
		assert.Empty(t, strangers)
		assert.Equal(t, 1, on.Requests())
	})
}
