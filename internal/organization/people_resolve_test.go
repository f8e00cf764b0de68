// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// What the small company has of people.
const (
	adaEmail  = "ada.okafor@acme.example"
	emilEmail = "emil.sorensen@acme.example"
	lenaEmail = "lena.fischer@contractor.example"
	noEmail   = "nobody@acme.example"
	noID      = "712020:nobody"
)

// claimed edits what a search says of the claim of each account.
func claimed(status any) func(any) any {
	return func(body any) any {
		for _, user := range body.(map[string]any)["data"].([]any) {
			user.(map[string]any)["claimStatus"] = status
		}
		return body
	}
}

func TestResolveAnywhere(t *testing.T) {
	t.Parallel()
	on, _ := simulated.Handler(t)
	ada, emil, lena := on.Simulator.AccountID(adaEmail), on.Simulator.AccountID(emilEmail), on.Simulator.AccountID(lenaEmail)
	staff, everyone := on.Simulator.AuthenticationPolicyID("Staff"), on.Simulator.AuthenticationPolicyID("Everyone")
	placed := func(word, id, email, policyID string) organization.Person {
		return organization.Person{Word: word, Standing: organization.Managed, PolicyMember: organization.PolicyMember{AccountID: id, Email: email, PolicyID: policyID}}
	}
	unmanaged := func(word string) organization.Person {
		return organization.Person{Word: word, Standing: organization.Unmanaged, PolicyMember: organization.PolicyMember{AccountID: lena}}
	}
	gone := func(word, id string) organization.Person {
		return organization.Person{Word: word, PolicyMember: organization.PolicyMember{AccountID: id}}
	}
	anywhere, still := organization.Anywhere(), organization.Anywhere().Still()
	for name, c := range map[string]struct {
		scope    organization.Scope
		words    []string
		memo     organization.Memo
		want     []organization.Person
		requests map[string]int
	}{
		"nothing": {scope: anywhere, want: []organization.Person{}, requests: map[string]int{}},
		"managed, by ID": {
			anywhere,
			[]string{emil, ada},
			nil,
			[]organization.Person{placed(emil, emil, emilEmail, everyone), placed(ada, ada, adaEmail, staff)},
			map[string]int{opPolicies: 1},
		},
		"managed, by address": {
			anywhere,
			[]string{"ADA.Okafor@acme.example"},
			nil,
			[]organization.Person{placed("ADA.Okafor@acme.example", ada, adaEmail, staff)},
			map[string]int{opSearchUsers: 1, opPolicies: 1},
		},
		"remembered": {
			anywhere,
			[]string{"ADA.Okafor@acme.example"},
			organization.Memo{adaEmail: ada},
			[]organization.Person{placed("ADA.Okafor@acme.example", ada, adaEmail, staff)},
			map[string]int{opPolicies: 1},
		},
		"an address that went to another account": {
			anywhere,
			[]string{adaEmail},
			organization.Memo{adaEmail: noID},
			[]organization.Person{placed(adaEmail, ada, adaEmail, staff)},
			map[string]int{opSearchUsers: 1, opPolicies: 2},
		},
		"not managed": {
			anywhere,
			[]string{lenaEmail, lena},
			nil,
			[]organization.Person{unmanaged(lenaEmail), unmanaged(lena)},
			map[string]int{opSearchUsers: 2, opCountUsers: 1, opPolicies: 1},
		},
		"nobody": {
			anywhere,
			[]string{noEmail, noID},
			nil,
			[]organization.Person{gone(noEmail, ""), gone(noID, "")},
			map[string]int{opSearchUsers: 4, opCountUsers: 1, opPolicies: 1},
		},
		"managed before": {
			still,
			[]string{adaEmail, emil},
			organization.Memo{adaEmail: ada},
			[]organization.Person{placed(adaEmail, ada, adaEmail, staff), placed(emil, emil, emilEmail, everyone)},
			map[string]int{opPolicies: 1},
		},
		"managed before, and not remembered": {
			still,
			[]string{adaEmail},
			nil,
			[]organization.Person{placed(adaEmail, ada, adaEmail, staff)},
			map[string]int{opSearchUsers: 1, opPolicies: 1},
		},
		"not managed any more": {
			still,
			[]string{lena},
			nil,
			[]organization.Person{unmanaged(lena)},
			map[string]int{opSearchUsers: 1, opPolicies: 2},
		},
		"gone": {
			still,
			[]string{noID, noEmail},
			nil,
			[]organization.Person{gone(noID, noID), gone(noEmail, "")},
			map[string]int{opSearchUsers: 4, opCountUsers: 1, opPolicies: 2},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t)
				people, err := run(t, on).People.Resolve(t.Context(), c.scope, c.words, c.memo)
				require.NoError(t, err)
				assert.Equal(t, c.want, people)
				assert.Equal(t, c.requests, on.Simulator.Requests())
			})
		})
	}
}

func TestResolveInADirectory(t *testing.T) {
	t.Parallel()
	on, _ := simulated.Handler(t)
	ada, lena := on.Simulator.AccountID(adaEmail), on.Simulator.AccountID(lenaEmail)
	words := []string{"ADA.Okafor@acme.example", lenaEmail, noEmail, "", noID}
	want := []organization.Person{
		{Word: words[0], Standing: organization.Managed, PolicyMember: organization.PolicyMember{AccountID: ada, Email: adaEmail}},
		{Word: lenaEmail, Standing: organization.Unmanaged, PolicyMember: organization.PolicyMember{AccountID: lena, Email: lenaEmail}},
		{Word: noEmail},
		{},
		{Word: noID, Standing: organization.Unclear, PolicyMember: organization.PolicyMember{AccountID: noID}}, // nothing asks for it
	}
	scope := organization.InDirectory(on.Credentials.DirectoryID)
	for name, c := range map[string]struct {
		scope    organization.Scope
		requests int
	}{
		"at first": {scope, 1},
		"still":    {scope.Still(), 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t)
				o := run(t, on)
				people, err := o.People.Resolve(t.Context(), c.scope, words, nil)
				require.NoError(t, err)
				assert.Equal(t, want, people)
				assert.Equal(t, map[string]int{opSearchUsers: c.requests}, on.Simulator.Requests())

				on.Simulator.ResetRequests()
				people, err = o.People.Resolve(t.Context(), c.scope, []string{ada, noID}, nil)
				require.NoError(t, err)
				assert.Len(t, people, 2)
				assert.Zero(t, on.Requests(), "an account ID stands for itself")
			})
		})
	}
}

// An account of which Atlassian does not say whether it is managed never counts as a managed one.
func TestAnUnclearClaimIsNotManaged(t *testing.T) {
	t.Parallel()
	for name, status := range map[string]any{"null": nil, "empty": "", "unknown": "pending"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				on := simulated.Virtual(t)
				lena := on.Simulator.AccountID(lenaEmail)
				with := on.Edited(t, "/users/search", claimed(status))
				person, err := run(t, with).People.ResolveOne(t.Context(), organization.InDirectory(on.Credentials.DirectoryID), lenaEmail)
				require.NoError(t, err)
				assert.Equal(t, organization.Unclear, person.Standing)
				for _, words := range [][]string{{lenaEmail}, {lena}} {
					for _, scope := range []organization.Scope{organization.Anywhere(), organization.Anywhere().Still()} {
						_, err = run(t, with).People.Resolve(t.Context(), scope, words, nil)
						require.ErrorContains(t, err, "names no policy")
					}
				}
			})
		})
	}
}

// A search that fails says nothing about anybody.
func TestResolveFails(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		for _, scope := range []organization.Scope{organization.Anywhere(), organization.Anywhere().Still(), organization.InDirectory(on.Credentials.DirectoryID)} {
			on.Simulator.Inject(simulator.Fault{Operation: opSearchUsers, Status: 403})
			people, err := run(t, on).People.Resolve(t.Context(), scope, []string{adaEmail}, nil)
			requireStatus(t, 403, err)
			assert.Nil(t, people)
		}
	})
}

// A refresh of many people who are known asks for their policies only, 100 to a request.
func TestResolveManyWhoAreKnown(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		const size = 1000
		on := simulated.Virtual(t, simulated.WithStart(simulated.Large(simulated.Size{Users: size})))
		words, memo := make([]string, size), organization.Memo{}
		for i := range words {
			words[i] = simulated.Email(i + 1)
			memo[words[i]] = simulated.AccountID(i + 1)
		}
		for _, scope := range []organization.Scope{organization.Anywhere(), organization.Anywhere().Still()} {
			on.Simulator.ResetRequests()
			people, err := run(t, on).People.Resolve(t.Context(), scope, words, memo)
			require.NoError(t, err)
			for _, p := range people {
				require.Equal(t, organization.Managed, p.Standing)
			}
			assert.Equal(t, map[string]int{opPolicies: 10}, on.Simulator.Requests())
			assert.Equal(t, memo, organization.MemoOf(people))
		}
	})
}

func TestOthersInAPolicy(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		ada, staff := on.Simulator.AccountID(adaEmail), on.Simulator.AuthenticationPolicyID("Staff")
		o := run(t, on, func(s *organization.Settings) { s.ProtectedAccountIDs = []string{ada} })
		all, err := o.Policies.Others(t.Context(), staff, true, nil)
		require.NoError(t, err)
		require.Len(t, all, 4, "a protected account is there once")
		assert.Contains(t, organization.WordsOf(all), adaEmail)
		others, err := o.Policies.Others(t.Context(), staff, false, organization.Remembered([]string{ada}, nil))
		require.NoError(t, err)
		assert.Len(t, others, 3)
		assert.NotContains(t, organization.WordsOf(others), ada)
		in, err := organization.PeopleIn(append(all, organization.Person{Word: noEmail}), staff)
		require.NoError(t, err)
		assert.Len(t, in, 4)
	})
}

func TestWords(t *testing.T) {
	t.Parallel()
	shown, hidden := organization.Account{AccountID: "1", Email: "a@b"}, organization.Account{AccountID: "2"}
	assert.Equal(t, []string{"a@b", "2"}, organization.WordsFor([]organization.Account{shown, hidden}, true))
	assert.Equal(t, []string{"1", "2"}, organization.WordsFor([]organization.Account{shown, hidden}, false))
	assert.Equal(t, organization.WordKey("A@b"), organization.WordKey("a@B"))
	assert.NotEqual(t, organization.WordKey("A"), organization.WordKey("a"), "case carries meaning in account IDs")
	assert.Empty(t, organization.Memo{"a@b": "1"}.AccountID("c@d"))
	assert.Equal(t, "1", organization.Memo{"a@b": "1"}.AccountID("A@b"))
}
