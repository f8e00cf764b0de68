// SPDX-License-Identifier: MPL-2.0

package authpolicy_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// entries edits each element of a bulk-fetch; nil leaves it out.
func entries(edit func(entry map[string]any) []any) func(any) any {
	return func(body any) any {
		edited := []any{}
		for _, one := range body.([]any) {
			edited = append(edited, edit(one.(map[string]any))...)
		}
		return edited
	}
}

// of edits what a bulk-fetch says of one account.
func of(account string, edit func(entry map[string]any) []any) func(any) any {
	return entries(func(entry map[string]any) []any {
		if entry["accountId"] != account {
			return []any{entry}
		}
		return edit(entry)
	})
}

// nobodyFound is a search that shows nobody.
func nobodyFound(body any) any {
	return map[string]any{"data": []any{}, "links": body.(map[string]any)["links"]}
}

// saysOf sets a field of an entry.
func saysOf(field string, value any) func(map[string]any) []any {
	return func(entry map[string]any) []any {
		entry[field] = value
		return []any{entry}
	}
}

// A managed account that no policy is named for is never taken for one that is in another policy, by whatever looks at policies.
func TestNobodyIsTakenForOneInNoPolicy(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	samlState := attest(t, org, attested(map[string]any{"settings": settings("single_sign_on", "none")}))
	samlState.Values["settings"].(map[string]any)["single_sign_on"], samlState.Values["check_single_sign_on"] = "saml", true
	members := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{ada, dana}})
	exclusive := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{
		"policy_id": staff, "emails": []any{ada, bruno, chen, dana}, "exclusive": true, "fallback_policy_id": everyone,
	})
	hasTwoStep(t, org, dana, false) // who must not be overlooked
	id := org.Simulator.AccountID(dana)
	const search, fetch = "/users/search", "/bulk-fetch"
	for name, test := range map[string]struct {
		path string
		edit func(any) any
		says string
	}{
		"left out":            {fetch, of(id, func(map[string]any) []any { return nil }), "names no policy "},
		"a null policy":       {fetch, of(id, saysOf("policyId", nil)), "names no policy "},
		"an empty policy":     {fetch, of(id, saysOf("policyId", "")), "names no policy "},
		"an object":           {fetch, of(id, saysOf("policyId", map[string]any{"a": 1})), "names no policy "},
		"another account":     {fetch, of(id, saysOf("accountId", "712020:somebody")), "names no policy "},
		"in capitals":         {fetch, of(id, saysOf("accountId", strings.ToUpper(id+"x"))), "names no policy "},
		"nobody":              {fetch, entries(func(map[string]any) []any { return nil }), "names no policy "},
		"a name for a policy": {fetch, of(id, saysOf("policyId", "Staff")), "which is not the ID of a policy"},
		"two policies": {fetch, of(id, func(entry map[string]any) []any {
			return []any{entry, map[string]any{"accountId": id, "policyId": everyone}}
		}), "two authentication policies of account " + id},
		"two IDs in one":        {fetch, of(id, saysOf("policyId", "ari:cloud:identity::auth-policy/"+staff+"/version/"+glass)), "several IDs"},
		"a policy by two names": {fetch, of(id, saysOf("authPolicyId", everyone)), "names several policies of an account"},
		"an empty search":       {search, nobodyFound, "its search shows none of them"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := org.Edited(t, test.path, test.edit)
			for what, kept := range map[string]*protocol.State{"two-step": state, "sign-on": samlState, "exclusive": exclusive, "members": members} {
				if what == "members" && test.path == search || what != "two-step" && what != "sign-on" && name == "a name for a policy" {
					continue // nothing is searched for, or the person shows as moved
				}
				left, diagnostics := acctest.Server(t, with, nil).ReadResource(kept)
				require.ErrorContains(t, diagnostics.Err(), test.says, what)
				assert.Equal(t, kept.Values, left.Values, what)
			}
			server := acctest.Server(t, with, nil)
			left, diagnostics := server.ApplyResource(server.PlanCreate(attestationType, attested()))
			require.ErrorContains(t, diagnostics.Err(), test.says, "nothing new is attested")
			assert.Nil(t, left)
			_, diagnostics = acctest.Server(t, with, nil).ReadDataSource(membersType, map[string]any{"policy_id": staff})
			require.ErrorContains(t, diagnostics.Err(), test.says)
			_, diagnostics = acctest.Server(t, with, nil).ReadDataSource(policiesType, nil)
			if name == "a name for a policy" {
				require.NoError(t, diagnostics.Err(), "it is listed as it is")
				return
			}
			require.ErrorContains(t, diagnostics.Err(), test.says)
			_, diagnostics = acctest.Server(t, with, nil).ListResource(membersType, nil, protocol.ListOptions{})
			require.ErrorContains(t, diagnostics.Err(), test.says)
		})
	}
}

// In an ARI, behind a prefix or in another case, the ID of a policy is the same.
func TestPolicyIDsInOtherForms(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	hasTwoStep(t, org, dana, false)
	for _, form := range []func(string) string{
		strings.ToUpper,
		func(id string) string { return "ari:cloud:identity::auth-policy/" + id },
		func(id string) string {
			return "ari:cloud:identity:" + org.Credentials.OrganizationID + ":auth-policy/" + id + "/x/10000"
		},
		func(id string) string { return "policy-" + id },
		func(id string) string { return strings.ReplaceAll(id, "-", "") },
	} {
		with := org.Edited(t, "/bulk-fetch", entries(func(entry map[string]any) []any {
			return saysOf("policyId", form(entry["policyId"].(string)))(entry)
		}))
		assert.Equal(t, []any{dana}, refreshed(t, with, state).Values["without_two_step_verification"])
		found, diagnostics := acctest.Server(t, with, nil).ReadDataSource(membersType, map[string]any{"policy_id": staff})
		require.NoError(t, diagnostics.Err())
		assert.Len(t, found["members"], 4)
	}
}

// A person who is no longer managed, or has no account any more, is not in the policy: that is drift and no error.
func TestWhoIsNoLongerManagedIsNotInThePolicy(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, membersType, map[string]any{"policy_id": staff, "emails": []any{ada, chen}})
	require.NoError(t, org.Simulator.ChangeUser(chen, simulator.UserChange{ClaimStatus: new("unmanaged")}))
	left, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []any{ada}, left.Values["emails"])
}

// That nobody is without two-step verification is proven by a count, and only then.
func TestNobodyIsWithoutTwoStepVerification(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for _, person := range []string{emil, "ivan.petrov@acme.dev"} {
		hasTwoStep(t, org, person, true)
	}
	state := attest(t, org, attested())
	org.Simulator.ResetRequests()
	assert.Equal(t, []any{}, refreshed(t, org, state).Values["without_two_step_verification"])
	assert.Equal(t, []int{1, 1, 0, 1 + len(policyActions)}, asked(org, searchOperation, countOperation, fetchOperation))

	// One empty answer is looked at once more, and a count that cannot be read proves nothing.
	hasTwoStep(t, org, dana, false)
	org.Simulator.Inject(simulator.Fault{Operation: searchOperation, Empty: true})
	assert.Equal(t, []any{dana}, refreshed(t, org, state).Values["without_two_step_verification"])
	org.Simulator.Inject(simulator.Fault{Operation: searchOperation, Empty: true})
	org.Simulator.Inject(simulator.Fault{Operation: countOperation, Status: http.StatusForbidden})
	_, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "Cannot find out who has no two-step verification")
}

// A search that leaves somebody out is looked at once more, and is an error if that does not help: who is left out would pass for one
// with two-step verification.
func TestASearchThatLeavesSomebodyOut(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	hasTwoStep(t, org, ada, false)
	hasTwoStep(t, org, chen, false)
	want, diagnostics := acctest.Server(t, org, nil).ReadDataSource(policiesType, nil)
	require.NoError(t, diagnostics.Err())
	partial := func(count int) {
		org.Simulator.ClearFaults()
		org.Simulator.Inject(simulator.Fault{Operation: searchOperation, Partial: true, Count: count})
	}
	partial(1)
	found, diagnostics := acctest.Server(t, org, nil).ReadDataSource(policiesType, nil)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, want, found)
	partial(1)
	assert.ElementsMatch(t, []any{ada, chen}, refreshed(t, org, state).Values["without_two_step_verification"])

	partial(-1)
	_, diagnostics = acctest.Server(t, org, nil).ReadDataSource(policiesType, nil)
	require.ErrorContains(t, diagnostics.Err(), "Atlassian counts 11 managed accounts, but its search shows only ")
	_, diagnostics = acctest.Server(t, org, nil).ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "but its search shows only ")
}

// An account with a status that is not documented may be in use, whatever a search by status says of it.
func TestAnUnknownStatusMayBeInUse(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	hasTwoStep(t, org, ada, false)
	require.NoError(t, org.Simulator.ChangeUser(ada, simulator.UserChange{Status: new("suspended")}))
	assert.Empty(t, refreshed(t, org, state).Values["without_two_step_verification"])
	renamed := org.Edited(t, "/users/search", func(body any) any {
		for _, one := range body.(map[string]any)["data"].([]any) {
			if account := one.(map[string]any); account["status"] == "suspended" {
				account["status"] = "on_leave"
			}
		}
		return body
	})
	assert.Equal(t, []any{ada}, refreshed(t, renamed, state).Values["without_two_step_verification"])
}

// So may an account whose status says that it cannot be used, while what the status is composed of says that it can.
func TestAStatusThatContradictsItselfMayBeInUse(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := attest(t, org, attested())
	hasTwoStep(t, org, ada, false)
	for _, status := range []string{"suspended", "deactivated", "not_invited", "for_deletion"} {
		contradicted := org.Edited(t, "/users/search", func(body any) any {
			for _, one := range body.(map[string]any)["data"].([]any) {
				one.(map[string]any)["status"] = status
			}
			return body
		})
		assert.Equal(t, []any{ada}, refreshed(t, contradicted, state).Values["without_two_step_verification"], status)
	}
}

// An account that comes twice counts once.
func TestAnAccountThatComesTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	want, diagnostics := acctest.Server(t, org, nil).ReadDataSource(policiesType, nil)
	require.NoError(t, diagnostics.Err())
	for path, edit := range map[string]func(any) any{
		"/users/search": func(body any) any {
			data := body.(map[string]any)["data"].([]any)
			body.(map[string]any)["data"] = append(data, data...)
			return body
		},
		"/bulk-fetch": func(body any) any { return append(body.([]any), body.([]any)...) },
	} {
		found, diagnostics := acctest.Server(t, org.Edited(t, path, edit), nil).ReadDataSource(policiesType, nil)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, want, found)
	}
}
