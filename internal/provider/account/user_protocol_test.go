// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestUserConverges(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]protocol.Option{"new Terraform": nil, "Terraform without identity": {protocol.WithoutIdentity()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			state := acctest.Server(t, org, nil, options...).Converge(t, userType, inviting(org, "Nora.Lind@partner.example", nil))
			assert.Equal(t, "Nora.Lind@partner.example", state.Values["email"], "the user's spelling stays")
			assert.Equal(t, org.Simulator.AccountID(nora), state.Values["account_id"])
			assert.Equal(t, "active", state.Values["status"])
			assert.Equal(t, "unmanaged", state.Values["claim_status"])
			assert.Equal(t, map[string]int{nora: 1}, org.Simulator.TimesInvited())
			assert.Contains(t, org.Simulator.Members("contractors"), org.Simulator.AccountID(nora))
			if options == nil {
				assert.Equal(t, identity(org, nora), state.Identity)
			}
			org.Simulator.ResetRequests()
			again := acctest.Server(t, org, nil, options...)
			plan := again.PlanUpdate(state, inviting(org, "NORA.LIND@partner.example", map[string]any{"send_notification": true}))
			require.NoError(t, plan.Diagnostics.Err())
			assert.Equal(t, protocol.Update, plan.Action)
			assert.Equal(t, []string{"Only an invitation uses these attributes: groups, roles, send_notification and notification_text only matter in an invitation. " +
				"NORA.LIND@partner.example is in the directory already, so the change gives and takes nothing. " +
				`To change groups and roles, use atlassian_group_membership and atlassian_user_role_assignment. (at AttributeName("email"))`}, plan.Diagnostics.Warnings())
			assert.Zero(t, org.Requests(), "no request")

			require.NoError(t, org.Simulator.LeaveDirectory(nora, ""))
			gone, diagnostics := acctest.Server(t, org, nil, options...).ReadResource(state)
			require.NoError(t, diagnostics.Err())
			assert.Nil(t, gone)
		})
	}
}

// Somebody who is there is taken over with a warning, not invited, and restored, which the plan says.
func TestUserTakesOver(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := acctest.Server(t, org, nil)
	plan := server.PlanCreate(userType, map[string]any{"email": julia})
	require.NoError(t, plan.Diagnostics.Err())
	id := org.Simulator.AccountID(julia)
	assert.Equal(t, id, plan.Planned["account_id"])
	assert.Equal(t, []string{"The person is in the directory already: " + julia + " (account " + id + ") is in directory " + org.Credentials.DirectoryID +
		". The apply takes the person over and sends no invitation, so groups and roles of this resource give nothing. The access is suspended, and the apply restores it. " +
		`Destroying the resource suspends the person. (at AttributeName("email"))`}, plan.Diagnostics.Warnings())
	state, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{"The person was in the directory already: " + julia + " (account " + id + ") was in directory " + org.Credentials.DirectoryID +
		" before. This resource now manages the person. It sent no invitation, so its groups and roles give nothing. Destroying the resource suspends the person."}, diagnostics.Warnings())
	assert.Equal(t, "active", state.Values["status"])
	assert.Equal(t, "active", org.Simulator.UserStatus(julia))
	assert.Empty(t, org.Simulator.TimesInvited())
	assert.Equal(t, []string{"restore"}, accessChanges(org))
}

func TestUserStatus(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := map[string]any{"email": emil, "on_destroy": "forget"}
	state := acctest.Server(t, org, nil).Converge(t, userType, config)

	suspended := map[string]any{"email": emil, "on_destroy": "forget", "status": "suspended"}
	state = acctest.Server(t, org, nil).ConvergeFrom(t, state, suspended)
	assert.Equal(t, "suspended", org.Simulator.UserStatus(emil))
	require.NoError(t, org.Simulator.Restore(emil, ""))
	drifted, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "active", drifted.Values["status"])
	state = acctest.Server(t, org, nil).ConvergeFrom(t, drifted, suspended)
	state = acctest.Server(t, org, nil).ConvergeFrom(t, state, config)
	assert.Equal(t, []string{"suspend", "suspend", "restore"}, accessChanges(org))

	// What this type cannot end is a warning, and an error of the apply.
	for status, want := range map[string]string{
		"deactivated":  "To activate a managed account again, use atlassian_managed_account with active = true, or the action atlassian_activate_account.",
		"for_deletion": "The account is scheduled for deletion. This resource cannot stop that. For a managed account, atlassian_managed_account can.",
	} {
		require.NoError(t, org.Simulator.ChangeUser(emil, simulator.UserChange{Status: new(status)}))
		server := acctest.Server(t, org, nil)
		drifted, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, status, drifted.Values["status"])
		plan := server.PlanUpdate(drifted, config)
		require.NoError(t, plan.Diagnostics.Err())
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		assert.Contains(t, plan.Diagnostics.Warnings()[0], "The account is "+status+": The status of account "+org.Simulator.AccountID(emil)+" of "+emil+" is "+status+", but the configuration sets status to active. ")
		assert.Contains(t, plan.Diagnostics.Warnings()[0], want)
		_, diagnostics = acctest.Server(t, org, nil).ApplyResource(plan)
		require.ErrorContains(t, diagnostics.Err(), want)
	}
	require.NoError(t, org.Simulator.ChangeUser(emil, simulator.UserChange{Status: new("active")}))

	// A status that Atlassian does not document is never silently equal.
	odd := org.Edited(t, "/users/search", func(body any) any {
		for _, user := range body.(map[string]any)["data"].([]any) {
			user.(map[string]any)["status"] = "paused"
		}
		return body
	})
	server := acctest.Server(t, odd, nil)
	drifted, diagnostics = server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "paused", drifted.Values["status"])
	assert.Equal(t, protocol.Update, server.PlanUpdate(drifted, config).Action)
}

// Somebody may remove the person after the plan.
func TestUserWhoIsRemovedAfterThePlan(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, userType, map[string]any{"email": emil})
	plan := acctest.Server(t, org, nil).PlanUpdate(state, map[string]any{"email": emil, "status": "suspended"})
	require.NoError(t, plan.Diagnostics.Err())
	id := org.Simulator.AccountID(emil)
	require.NoError(t, org.Simulator.LeaveDirectory(emil, ""))
	_, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.EqualError(t, diagnostics.Err(), "The person is not in the directory any more: Atlassian no longer has an account "+id+" in directory "+org.Credentials.DirectoryID+
		". Somebody removed the person after the plan. Nothing was changed. Plan again to see the current state.")
}

// A leaver may be suspended, and the account deactivated. Nothing is left to do for a resource that suspends.
func TestUserWhoIsSuspendedAndDeactivated(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := map[string]any{"email": emil, "status": "suspended"}
	state := acctest.Server(t, org, nil).Converge(t, userType, config)
	require.NoError(t, org.Simulator.ChangeUser(emil, simulator.UserChange{Status: new("deactivated")}))
	state, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "suspended", state.Values["status"])
	assert.Equal(t, protocol.NoOp, acctest.Server(t, org, nil).PlanUpdate(state, config).Action)
}

// An address that changed at Atlassian is the same person. The plan does not take the old one for another person.
func TestUserWithAnotherAddress(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := map[string]any{"email": emil}
	state := acctest.Server(t, org, nil).Converge(t, userType, config)
	require.NoError(t, org.Simulator.ChangeProfile(emil, simulator.ProfileChange{Email: new("emil.berg@acme.example")}))
	server := acctest.Server(t, org, nil)
	drifted, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "emil.berg@acme.example", drifted.Values["email"])
	plan := server.PlanUpdate(drifted, config)
	id := drifted.Values["account_id"].(string)
	require.EqualError(t, plan.Diagnostics.Err(), "The address of the person has changed: Account "+id+" had the address "+emil+", and now has emil.berg@acme.example at Atlassian. "+
		`The person is the same, so the plan does nothing. Write email = "emil.berg@acme.example". If `+emil+` is now another person, add another resource for that person. (at AttributeName("email"))`)
	plan = acctest.Server(t, org, nil).PlanUpdate(drifted, map[string]any{"email": "Emil.Berg@acme.example"})
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Update, plan.Action)
	assert.Equal(t, id, plan.Planned["account_id"])
	assert.Empty(t, accessChanges(org))
}

// A plan changes what it shows. A name and an address that are new since then are for the next plan.
func TestUserChangesOnlyWhatThePlanShows(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]map[string]any{"status": {"status": "suspended"}, "on_destroy": {"on_destroy": "forget"}} {
		org := simulated.Start(t)
		id := org.Simulator.AccountID(dana)
		state := acctest.Server(t, org, nil).Converge(t, userType, map[string]any{"email": dana})
		config := map[string]any{"email": dana}
		maps.Copy(config, change)
		plan := acctest.Server(t, org, nil).PlanUpdate(state, config)
		require.NoError(t, plan.Diagnostics.Err(), name)
		require.NoError(t, org.Simulator.ChangeProfile(id, simulator.ProfileChange{Email: new("d.novak@acme.example"), Name: new("Dana N.")}))
		state, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
		require.NoError(t, diagnostics.Err(), name)
		assert.Equal(t, dana, state.Values["email"], name)

		server := acctest.Server(t, org, nil)
		state, diagnostics = server.ReadResource(state)
		require.NoError(t, diagnostics.Err(), name)
		assert.Equal(t, "d.novak@acme.example Dana N.", state.Values["email"].(string)+" "+state.Values["name"].(string), name)
		next := server.PlanUpdate(state, config)
		require.Len(t, next.Diagnostics.Errors(), 1, name)
		assert.Contains(t, next.Diagnostics.Errors()[0], "The address of the person has changed", "a refresh notes the old address")
	}
}

func TestUserDestroy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		onDestroy string
		changes   []string
		status    string
	}{{"suspend", []string{"suspend"}, "suspended"}, {"remove", []string{"remove"}, "not_invited"}, {"forget", nil, "active"}} {
		t.Run(test.onDestroy, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			state := acctest.Server(t, org, nil).Converge(t, userType, map[string]any{"email": emil, "on_destroy": test.onDestroy})
			server := acctest.Server(t, org, nil)
			plan := server.PlanDelete(state)
			require.NoError(t, plan.Diagnostics.Err())
			_, diagnostics := server.ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, test.changes, accessChanges(org))
			assert.Equal(t, test.status, org.Simulator.UserStatus(emil))
			for _, warnings := range [][]string{plan.Diagnostics.Warnings(), diagnostics.Warnings()} {
				require.Len(t, warnings, map[bool]int{true: 1}[test.onDestroy == "forget"])
				for _, warning := range warnings {
					assert.Contains(t, warning, "The person keeps the access")
				}
			}

			// Again, as after an apply that was killed: nothing is done twice.
			_, diagnostics = acctest.Server(t, org, nil).ApplyResource(acctest.Server(t, org, nil).PlanDelete(state))
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, test.changes, accessChanges(org))
		})
	}
}

func TestUserOfAProtectedAccount(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.AccountID(emil)
	protecting := map[string]any{"protected_account_ids": []any{id}}
	state := acctest.Server(t, org, protecting).Converge(t, userType, map[string]any{"email": emil})
	for name, plan := range map[string]*protocol.Plan{
		"destroyed":  destroyed(t, org, protecting, state),
		"suspended":  acctest.Server(t, org, protecting).PlanUpdate(state, map[string]any{"email": emil, "status": "suspended"}),
		"taken over": acctest.Server(t, org, protecting).PlanCreate(userType, map[string]any{"email": emil, "status": "suspended"}),
	} {
		require.ErrorContains(t, plan.Diagnostics.Err(), "A protected account would lose access: This would take access away from account "+id, name)
	}
	// An apply whose plan did not know it refuses as well.
	plan := acctest.Server(t, org, nil).PlanUpdate(state, map[string]any{"email": emil, "status": "suspended"})
	kept, diagnostics := acctest.Server(t, org, protecting).ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "A protected account would lose access")
	assert.Equal(t, "active", kept.Values["status"])
	assert.Empty(t, accessChanges(org))
}

// Whose access is suspended already loses nothing when the resource goes: a protected account that has left may be taken out.
func TestUserOfAProtectedAccountThatIsSuspended(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	protecting := map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(emil)}}
	config := map[string]any{"email": emil, "status": "suspended"}
	state := acctest.Server(t, org, nil).Converge(t, userType, config)
	plan := destroyed(t, org, protecting, state)
	require.NoError(t, plan.Diagnostics.Err())
	_, diagnostics := acctest.Server(t, org, protecting).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, []string{"suspend"}, accessChanges(org), "nothing since the first one")

	state = acctest.Server(t, org, nil).Converge(t, userType, config)
	require.NoError(t, org.Simulator.ChangeUser(emil, simulator.UserChange{Status: new("active")}))
	_, diagnostics = acctest.Server(t, org, protecting).ApplyResource(acctest.Server(t, org, nil).PlanDelete(state))
	require.ErrorContains(t, diagnostics.Err(), "A protected account would lose access", "restored since the plan")
	require.ErrorContains(t, destroyed(t, org, protecting, state).Diagnostics.Err(), "A protected account would lose access", "the refresh shows it")
}

// destroyed plans a destroy in a run that has refreshed.
func destroyed(t *testing.T, org *simulated.Organization, config map[string]any, state *protocol.State) *protocol.Plan {
	t.Helper()
	server := acctest.Server(t, org, config)
	fresh, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	return server.PlanDelete(fresh)
}

func TestUserRefusals(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	for name, test := range map[string]struct {
		config map[string]any
		want   string
	}{
		"nothing to invite to": {map[string]any{"email": nora}, "Nothing to invite the person to: No account of directory " + org.Credentials.DirectoryID + " has the address " + nora +
			`, so the resource must invite the person. An invitation needs groups or roles. Add groups or roles. (at AttributeName("groups"))`},
		"a synced group":       {inviting(org, nora, map[string]any{"groups": []any{org.Simulator.GroupID("idp-employees")}}), "The group is synced from an identity provider: "},
		"no address":           {map[string]any{"email": "nora"}, "email must be an e-mail address"},
		"an unknown status":    {map[string]any{"email": nora, "status": "deactivated"}, "status"},
		"a message for nobody": {map[string]any{"email": nora, "notification_text": "Welcome"}, "Nobody would receive the message: Atlassian sends notification_text with the e-mail of the invitation, but send_notification is not true."},
		"no app":               {inviting(org, nora, map[string]any{"roles": []any{map[string]any{"role": "atlassian/user"}}}), "The app is missing: A role needs an app. Set either resource_id, or site and product."},
		"two apps":             {inviting(org, nora, map[string]any{"roles": []any{map[string]any{"resource_id": jira, "site": "acme", "product": "confluence", "role": "atlassian/user"}}}), "The app is named twice"},
		"no such product":      {inviting(org, nora, map[string]any{"roles": []any{map[string]any{"site": "acme", "product": "opsgenie", "role": "atlassian/user"}}}), "The site has no such product: "},
		"a role of admins":     {map[string]any{"email": nora, "roles": []any{map[string]any{"resource_id": jira, "role": "atlassian/org-admin"}}}, "atlassian/org-admin"},
	} {
		server := acctest.Server(t, org, nil)
		diagnostics := server.ValidateResourceConfig(userType, test.config)
		if diagnostics.Err() == nil {
			diagnostics = server.PlanCreate(userType, test.config).Diagnostics
		}
		require.ErrorContains(t, diagnostics.Err(), test.want, name)
	}
	assert.Empty(t, org.Simulator.TimesInvited())
}

// A role by site and product is on the same app as one by ARI.
func TestUserInvitedBySite(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	role := map[string]any{"site": "https://acme.atlassian.net", "product": "Confluence", "role": "atlassian/guest"}
	acctest.Server(t, org, nil).Converge(t, userType, map[string]any{"email": nora, "roles": []any{role}})
	assert.Equal(t, []simulator.Role{{Resource: confluence, Role: "atlassian/guest"}}, org.Simulator.UserRoles(nora))
}

// Who was invited is in the state, whatever else went wrong. The next apply invites nobody again.
func TestUserInvitedPartially(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.LimitSeats(map[string]*int{jira: new(7)}))
	config := inviting(org, nora, map[string]any{"roles": []any{map[string]any{"resource_id": jira, "role": "atlassian/user"}}})
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ApplyResource(server.PlanCreate(userType, config))
	require.EqualError(t, diagnostics.Err(), "The person did not get everything: "+`nora.lind@partner.example was invited, but did not get role atlassian/user on `+jira+
		` ("You've exceeded your user limit for the app."). Give what is missing with atlassian_group_membership or atlassian_user_role_assignment, or by hand, once the reason is gone: nobody is invited twice. `+
		"The state has the person. The next plan shows a replacement, because the creation has failed: it neither suspends nor invites anybody. To plan without it, run terraform untaint.")
	require.NotNil(t, state)
	assert.Equal(t, org.Simulator.AccountID(nora), state.Values["account_id"])

	// The replacement of the tainted object.
	server = acctest.Server(t, org, nil)
	fresh, _ := server.ReadResource(state)
	first := server.PlanUpdate(fresh, config)
	creation := server.PlanReplacement(first)
	require.NoError(t, creation.Diagnostics.Err())
	_, diagnostics = acctest.Server(t, org, nil).ApplyResource(acctest.Server(t, org, nil).PlanDelete(fresh))
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, map[string]int{nora: 1}, org.Simulator.TimesInvited())
}

func TestUserInvitationRefused(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	org.Simulator.SetPaidPlan(false)
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ApplyResource(server.PlanCreate(userType, inviting(org, nora, nil)))
	assert.Nil(t, state)
	require.ErrorContains(t, diagnostics.Err(), "Cannot invite the person")
	require.ErrorContains(t, diagnostics.Err(), "paid subscription")
}

// An invitation whose answer was lost is settled, and never sent twice.
func TestUserInvitationLost(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	org.Simulator.Inject(simulator.Fault{Operation: inviteOperation, LoseAnswer: true})
	server := acctest.Server(t, org, nil)
	state, diagnostics := server.ApplyResource(server.PlanCreate(userType, inviting(org, nora, nil)))
	require.NoError(t, diagnostics.Err())
	require.Len(t, diagnostics.Warnings(), 1)
	assert.Contains(t, diagnostics.Warnings()[0], "Cannot tell what the person got: nora.lind@partner.example is in the directory, but Atlassian's answer was lost, so the provider cannot tell which groups and roles the person got")
	assert.Equal(t, org.Simulator.AccountID(nora), state.Values["account_id"])

	org.Simulator.Inject(simulator.Fault{Operation: inviteOperation, Drop: true, Count: -1})
	server = acctest.PacedServer(t, org, acctest.Impatient)
	state, diagnostics = server.ApplyResource(server.PlanCreate(userType, inviting(org, "lost@partner.example", nil)))
	require.ErrorContains(t, diagnostics.Err(), "Cannot tell whether the person was invited")
	require.NotNil(t, state, "tracked")
	assert.Nil(t, state.Values["account_id"])
	org.Simulator.ClearFaults()
	gone, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, gone, "so the next plan creates it")
	assert.Equal(t, map[string]int{nora: 1}, org.Simulator.TimesInvited())
}

// Terraform plans the end of a person who is no longer in the configuration before it refreshes the person. The state may say that the
// access is suspended, while somebody has restored it.
func TestTheEndOfAPersonWhoWasRestoredIsRefused(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := acctest.Server(t, org, nil).Converge(t, userType, map[string]any{"email": emil, "status": "suspended"})
	protecting := map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(emil)}}
	end := func() error {
		server := acctest.Server(t, org, protecting)
		if err := server.PlanResource(userType, state, nil).Diagnostics.Err(); err != nil {
			return err
		}
		_, diagnostics := server.ReadResource(state)
		return diagnostics.Err()
	}
	require.NoError(t, end(), "the end takes nothing away")
	require.NoError(t, org.Simulator.Restore(emil, ""))
	require.ErrorContains(t, end(), "A protected account would lose access")
}
