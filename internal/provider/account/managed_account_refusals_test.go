// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestManagedAccountRefusesWhatTheOrganizationCannotChange(t *testing.T) {
	t.Parallel()
	for reason, words := range map[string]string{
		"authPolicy.saml":          "the identity provider manages it, and sets it when the person signs in by SAML",
		"externalDirectory.scim":   "the identity provider manages it, and syncs the account by SCIM",
		"externalDirectory.google": "Google Workspace manages it, and syncs the account",
		"blocked.exportControl":    "US export control blocks the account, and only Atlassian Support can help",
		"administrative":           "Atlassian keeps it for administrative use",
		"administrative.notMyself": "this person created the API key, and nobody may do this to their own account",
		"myselfOnly":               "only the person can change it",
		"managedAccount":           "only the admins of the organization that manages the account can change it",
	} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			id := org.Simulator.AccountID(emil)
			for attribute, locked := range map[string]string{"name": "name", "job_title": "extended_profile.job_title", "email": "email.set", "active": "lifecycle.enablement"} {
				require.NoError(t, org.Simulator.Lock(id, locked, reason))
				want := fmt.Sprintf(`The organization cannot change this: Atlassian does not let the organization change %[1]s of account %[2]s: %[3]s. Remove %[1]s from the configuration, or change it where it is managed. (at AttributeName(%[1]q))`, attribute, id, words)
				config := map[string]any{"account_id": id, "nickname": "n", attribute: map[string]any{"name": "New", "job_title": "New", "email": "new@acme.example", "active": false}[attribute]}
				assert.Equal(t, []string{want}, newRun(t, org).PlanCreate(managedAccount, config).Diagnostics.Errors())
				require.NoError(t, org.Simulator.Lock(id, locked, ""))
			}
			assert.Empty(t, accountWrites(org))
		})
	}
}

// What is so already is not refused, and costs no request for the account.
func TestManagedAccountRefusesOnlyWhatWouldChange(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	newRun(t, org).Converge(t, managedAccount, map[string]any{"email": hana, "name": "Hana Sato", "active": true})
	assert.Zero(t, org.Simulator.Requests()[opManage])
	errors := newRun(t, org).PlanCreate(managedAccount, map[string]any{"email": hana, "name": "Hana", "nickname": "H", "active": true}).Diagnostics.Errors()
	assert.Len(t, errors, 2)
	assert.Contains(t, errors[0], "change name of account")
	assert.Contains(t, errors[1], "change nickname of account")
}

// Atlassian may add reasons, and a map that cannot be read refuses nothing: the apply has the answer.
func TestManagedAccountWithAMapThatCannotBeRead(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.AccountID(emil)
	config := map[string]any{"account_id": id, "name": "New"}
	edited := func(rules map[string]any) *simulated.Organization {
		return org.Edited(t, "/manage", func(body any) any {
			if _, isMap := body.(map[string]any)["profile.write"]; isMap {
				return rules
			}
			return body
		})
	}
	for _, rules := range []map[string]any{{}, {"profile.write": nil}, {"profile.write": map[string]any{"name": "no"}}, {"profile.write": map[string]any{"name": map[string]any{"allowed": "never"}}}} {
		require.NoError(t, newRun(t, edited(rules)).PlanCreate(managedAccount, config).Diagnostics.Err())
	}
	denied := func(reason any) map[string]any {
		return map[string]any{"profile.write": map[string]any{"name": map[string]any{"allowed": false, "reason": reason}}}
	}
	for want, rules := range map[string]map[string]any{
		`Atlassian gives the reason "a\nnew one"`: denied(map[string]any{"key": "a\nnew one"}),
		"Atlassian gives no reason":               denied(7),
	} {
		require.ErrorContains(t, newRun(t, edited(rules)).PlanCreate(managedAccount, config).Diagnostics.Err(), want)
	}

	org.Simulator.Inject(simulator.Fault{Operation: opManage, Status: 500, Count: -1})
	require.NoError(t, org.Simulator.Lock(id, "name", "authPolicy.saml"))
	server := newRun(t, org)
	plan := server.PlanCreate(managedAccount, config)
	require.NoError(t, plan.Diagnostics.Err())
	_, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "This means: name: the identity provider manages it, and sets it when the person signs in by SAML")
}

func TestManagedAccountRefusals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.AccountID(emil)
	server := acctest.Server(t, org, map[string]any{"protected_account_ids": []any{id}})
	for name, test := range map[string]struct {
		config map[string]any
		want   string
	}{
		"protected":      {map[string]any{"email": emil, "active": false}, "A protected account would lose access: This would take access away from account " + id},
		"unmanaged":      {map[string]any{"email": lena}, "The organization does not manage the account"},
		"another domain": {map[string]any{"account_id": id, "email": "e@elsewhere.example"}, `The domain of the address is not verified: A managed account can only have an address on a domain that the organization has verified. elsewhere.example is not one of them. The organization has verified acme.dev, acme.example.`},
		"not verified":   {map[string]any{"account_id": id, "email": "e@acme-labs.example"}, "acme-labs.example is not one of them"},
		"taken":          {map[string]any{"account_id": id, "email": gus}, "The address belongs to another account: Account " + id + " cannot get the address " + gus + ", because account " + org.Simulator.AccountID(gus) + " has it."},
	} {
		require.ErrorContains(t, server.PlanCreate(managedAccount, test.config).Diagnostics.Err(), test.want, name)
	}
	for want, config := range map[string]map[string]any{
		"Missing account_id or email":                        {"name": "x"},
		"of at most 100 characters":                          {"email": emil, "name": strings.Repeat("x", 101)},
		"that is not empty, and without line breaks":         {"email": emil, "nickname": ""},
		`"a\nb" is not a text without line breaks and other`: {"email": emil, "location": "a\nb"},
	} {
		require.ErrorContains(t, server.ValidateResourceConfig(managedAccount, config).Err(), want)
	}
	assert.Empty(t, accountWrites(org))

	plan := server.PlanCreate(managedAccount, map[string]any{"email": "nobody@acme.example"})
	require.NoError(t, plan.Diagnostics.Err())
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	_, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "No account of the organization has the address nobody@acme.example")
}

func TestManagedAccountIsClaimedOnce(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := newRun(t, org)
	require.NoError(t, server.PlanCreate(managedAccount, map[string]any{"email": emil}).Diagnostics.Err())
	require.ErrorContains(t, server.PlanCreate(managedAccount, map[string]any{"account_id": org.Simulator.AccountID(emil)}).Diagnostics.Err(), "Two resources claim the same thing")
}

// A change to another account replaces the resource, and takes nothing away from the old one. An unknown one never replaces.
func TestManagedAccountOfAnotherAccount(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := newRun(t, org).Converge(t, managedAccount, map[string]any{"account_id": org.Simulator.AccountID(emil), "active": true})
	plan := newRun(t, org).PlanUpdate(state, map[string]any{"account_id": org.Simulator.AccountID(gus), "active": true})
	assert.Equal(t, protocol.Replace, plan.Action)
	plan = newRun(t, org).PlanUpdate(state, map[string]any{"account_id": protocol.Unknown, "active": true})
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Update, plan.Action)
}

// Every resource fails, but the explanation stands once, and Atlassian is asked once.
func TestAKeyWithScopesIsExplainedOnce(t *testing.T) {
	t.Parallel()
	start := simulator.SmallCompany()
	start.APIKey.Scopes = []string{"read:accounts:admin"}
	org := simulated.Start(t, simulated.WithStart(start))
	server := newRun(t, org)
	explained := 0
	for _, email := range []string{emil, gus, fatima} {
		errors := server.PlanCreate(managedAccount, map[string]any{"email": email, "name": "New"}).Diagnostics.Errors()
		require.Len(t, errors, 1)
		if strings.Contains(errors[0], "refuses every API key that has scopes") {
			explained++
			continue
		}
		assert.Equal(t, "The API key has scopes: The API key has scopes, which another error of this run explains.", errors[0])
	}
	assert.Equal(t, 1, explained)
	assert.Equal(t, 1, org.Simulator.Requests()[opManage])
	newRun(t, org).Converge(t, managedAccount, map[string]any{"email": emil, "name": "Emil Sorensen"})
}

// The search shows most of an account. So a refresh of many costs at most twice the pages of the whole list.
func TestManyManagedAccountsRefreshTogether(t *testing.T) {
	t.Parallel()
	start := simulator.Organization{Name: "Large", Domains: []simulator.Domain{{Name: "acme.example"}}}
	for i := range 500 {
		start.Users = append(start.Users, simulator.User{AccountID: fmt.Sprintf("5b10ac8d82e05b22cc7d%04x", i), Email: fmt.Sprintf("p%d@acme.example", i), Department: "R&D"})
	}
	org := simulated.Start(t, simulated.WithStart(start))
	server := newRun(t, org)
	var work sync.WaitGroup
	for _, user := range start.Users {
		work.Go(func() {
			name, _, _ := strings.Cut(user.Email, "@")
			read, diagnostics := server.ReadResource(&protocol.State{TypeName: managedAccount, Values: map[string]any{
				"account_id": user.AccountID, "email": user.Email, "active": true, "deactivation_message": nil, "name": name, "nickname": name, "job_title": nil,
				"department": "R&D", "organization": nil, "location": nil, "zoneinfo": nil, "locale": nil, "status": "active",
			}})
			if assert.NoError(t, diagnostics.Err()) {
				assert.Equal(t, "R&D", read.Values["department"])
			}
		})
	}
	work.Wait()
	requests := org.Simulator.Requests()
	assert.LessOrEqual(t, requests[opSearchUsers], 10, "the floor is 5")
	assert.LessOrEqual(t, requests[opCountUsers], 1)
	assert.Zero(t, requests[opProfile]+requests[opManage])
}
