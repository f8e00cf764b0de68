// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestManagedAccountConverges(t *testing.T) {
	t.Parallel()
	for name, options := range map[string][]protocol.Option{"new Terraform": nil, "Terraform without identity": {protocol.WithoutIdentity()}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t, simulated.WithLag(30*time.Millisecond))
			id := org.Simulator.AccountID(emil)
			server := acctest.Server(t, org, nil, options...)
			state := server.Converge(t, managedAccount, map[string]any{
				"email": "Emil.Sorensen@acme.example", "active": true, "name": "Emil S.", "department": "R&D", "locale": "nb-NO", "location": "",
			})
			assert.Equal(t, map[string]any{
				"account_id": id, "email": "Emil.Sorensen@acme.example", "active": true, "deactivation_message": nil, "name": "Emil S.", "nickname": "Emil Sorensen",
				"job_title": nil, "department": "R&D", "organization": nil, "location": "", "zoneinfo": nil, "locale": "nb-NO", "status": "active",
			}, state.Values)
			if options == nil {
				assert.Equal(t, map[string]any{"organization_id": org.Credentials.OrganizationID, "account_id": id}, state.Identity)
			}
			assert.Equal(t, map[string]int{opUpdateProfile: 1}, accountWrites(org))

			state = acctest.Server(t, org, nil, options...).ConvergeFrom(t, state, map[string]any{
				"account_id": id, "email": "emil@acme.dev", "active": false, "deactivation_message": "On leave", "name": "Emil S.",
			})
			assert.Equal(t, "deactivated", state.Values["status"])
			assert.Equal(t, id, state.Values["account_id"])
			assert.Equal(t, "R&D", state.Values["department"], "what the configuration leaves out stays")
			assert.Equal(t, "On leave", org.Simulator.DeactivationMessage(id))
			assert.Equal(t, map[string]int{opUpdateProfile: 1, opDisable: 1, opSetEmail: 1}, accountWrites(org))

			acctest.Server(t, org, nil, options...).ConvergeFrom(t, state, map[string]any{"account_id": id, "active": true})
			assert.Equal(t, 1, accountWrites(org)[opEnable])
		})
	}
}

// What the configuration does not set is shown, and neither changed nor planned.
func TestManagedAccountLeavesTheRestAlone(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := map[string]any{"email": emil}
	state := newRun(t, org).Converge(t, managedAccount, config)
	require.NoError(t, org.Simulator.ChangeProfile(emil, simulator.ProfileChange{Name: new("Other"), JobTitle: new("Engineer"), Locale: new("en-US")}))
	require.NoError(t, org.Simulator.ChangeUser(emil, simulator.UserChange{Status: new("deactivated")}))
	server := newRun(t, org)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "Other Engineer deactivated", read.Values["name"].(string)+" "+read.Values["job_title"].(string)+" "+read.Values["status"].(string))
	assert.Nil(t, read.Values["locale"])
	assert.Equal(t, protocol.NoOp, server.PlanUpdate(read, config).Action)
	assert.Empty(t, accountWrites(org))
	assert.Zero(t, org.Simulator.Requests()[opProfile]+org.Simulator.Requests()[opManage])
}

func TestManagedAccountDrift(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := map[string]any{"email": emil, "active": true, "name": "Emil", "department": "R&D", "locale": "nb-NO"}
	state := newRun(t, org).Converge(t, managedAccount, config)
	require.NoError(t, org.Simulator.ChangeProfile(emil, simulator.ProfileChange{Email: new("emil@acme.dev"), Name: new("Other"), Department: new(""), Locale: new("")}))
	require.NoError(t, org.Simulator.ScheduleDeletion("emil@acme.dev"))

	server := newRun(t, org)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, read.Values["department"])
	assert.Nil(t, read.Values["locale"])
	assert.Equal(t, "for_deletion", read.Values["status"])
	plan := server.PlanUpdate(read, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, protocol.Update, plan.Action)
	assert.Equal(t, []string{"The apply cancels the deletion of the account: Account " + org.Simulator.AccountID("emil@acme.dev") +
		" is scheduled for deletion. The apply cancels the deletion, and activates the account. (at AttributeName(\"active\"))"}, plan.Diagnostics.Warnings())
	state = newRun(t, org).ConvergeFrom(t, read, config)
	assert.Equal(t, "active", state.Values["status"])
	assert.Equal(t, simulator.Profile{Email: emil, Name: "Emil", Nickname: "Emil Sorensen", Department: "R&D", Locale: "nb-NO"}, org.Simulator.Profile(emil))
	assert.Equal(t, 1, accountWrites(org)[opCancelDelete])
	assert.Zero(t, accountWrites(org)[opEnable])
}

// Somebody who is not to be active is not saved from the deletion, and not deleted by Terraform either.
func TestManagedAccountLeavesADeletionAlone(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := map[string]any{"email": emil, "active": false}
	state := newRun(t, org).Converge(t, managedAccount, config)
	require.NoError(t, org.Simulator.ScheduleDeletion(emil))
	server := newRun(t, org)
	read, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	plan := server.PlanUpdate(read, config)
	assert.Equal(t, protocol.NoOp, plan.Action)
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "The account is scheduled for deletion: Atlassian permanently deletes account")
	assert.Equal(t, map[string]int{opDisable: 1}, accountWrites(org))
}

func TestManagedAccountSaysWhatComingUnderManagementChanges(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	plan := newRun(t, org).PlanCreate(managedAccount, map[string]any{"email": kofi, "active": true, "name": "Kofi M.", "job_title": "Lead"})
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, []string{"An account that exists will be changed: The plan shows a new resource, but account " + org.Simulator.AccountID(kofi) + " exists. " +
		`Terraform starts to manage it, and this apply changes it: active will be true, name will be "Kofi M." and not "Kofi Mensah", job_title will be "Lead".`}, plan.Diagnostics.Warnings())
	plan = newRun(t, org).PlanCreate(managedAccount, map[string]any{"email": kofi, "active": false})
	assert.Empty(t, plan.Diagnostics.Warnings())
}

// An account that is gone, or that the organization does not manage any more, leaves the state. Bringing it back is refused.
func TestManagedAccountIsNotManagedAnyMore(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.AccountID(emil)
	state := newRun(t, org).Converge(t, managedAccount, map[string]any{"account_id": id})
	require.NoError(t, org.Simulator.ChangeUser(id, simulator.UserChange{ClaimStatus: new("unmanaged")}))
	for _, want := range []string{
		"The organization does not manage the account: The organization does not manage account " + id + ": it manages the accounts of the domains that it has claimed. (at AttributeName(\"account_id\"))",
		"The account does not exist: Account " + id + " does not exist. (at AttributeName(\"account_id\"))",
	} {
		server := newRun(t, org)
		read, diagnostics := server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.Nil(t, read)
		assert.Equal(t, []string{want}, server.PlanCreate(managedAccount, map[string]any{"account_id": id}).Diagnostics.Errors())
		if len(org.Simulator.Profile(id).Email) > 0 {
			require.NoError(t, org.Simulator.RemoveUser(id))
		}
	}
}

func TestManagedAccountIsForgotten(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.AccountID(emil)
	state := newRun(t, org).Converge(t, managedAccount, map[string]any{"account_id": id, "active": true})
	server := newRun(t, org)
	plan := server.PlanDelete(state)
	require.NoError(t, plan.Diagnostics.Err())
	left, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Nil(t, left)
	for does, warnings := range map[string][]string{"will only forget": plan.Diagnostics.Warnings(), "has forgotten": diagnostics.Warnings()} {
		assert.Equal(t, []string{"The account stays as it is: Terraform " + does + " account " + id + ". It deletes no account, and changes nothing about this one. " +
			"To deactivate the account, set active = false before you remove the resource."}, warnings)
	}
	assert.Empty(t, accountWrites(org))
}

func TestManagedAccountImport(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	id := org.Simulator.AccountID(emil)
	for _, word := range []string{id, emil} {
		server := newRun(t, org)
		imported, diagnostics := server.ImportByID(managedAccount, word)
		require.NoError(t, diagnostics.Err())
		read, diagnostics := server.ReadResource(imported)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, emil, read.Values["email"])
		assert.Equal(t, protocol.NoOp, server.PlanUpdate(read, map[string]any{"email": emil, "active": true}).Action)
	}
	imported, diagnostics := newRun(t, org).ImportByIdentity(managedAccount, map[string]any{"account_id": id})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, id, imported.Values["account_id"])
	_, diagnostics = newRun(t, org).ImportByID(managedAccount, "nobody@acme.example")
	assert.Equal(t, []string{"Invalid import ID: An account with the address nobody@acme.example does not exist."}, diagnostics.Errors())
}

func TestManagedAccountList(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	listed, diagnostics := newRun(t, org).ListResource(managedAccount, map[string]any{"status": []any{"deactivated"}}, protocol.ListOptions{IncludeResource: true})
	require.NoError(t, diagnostics.Err())
	require.Len(t, listed, 1)
	assert.Equal(t, kofi, listed[0].DisplayName)
	assert.Equal(t, false, listed[0].Resource["active"])
	assert.Equal(t, map[string]any{"organization_id": org.Credentials.OrganizationID, "account_id": org.Simulator.AccountID(kofi)}, listed[0].Identity)
	all, diagnostics := newRun(t, org).ListResource(managedAccount, nil, protocol.ListOptions{})
	require.NoError(t, diagnostics.Err())
	assert.Len(t, all, 11, "without the two contractors")
}

// What only the profile has is null without it in the configuration, even if the profile is read for something else.
func TestManagedAccountShowsTheProfileOnlyIfItIsManaged(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.ChangeProfile(emil, simulator.ProfileChange{Locale: new("en-US"), TimeZone: new("Europe/Oslo")}))
	state := newRun(t, org).Converge(t, managedAccount, map[string]any{"email": emil, "location": ""})
	assert.Nil(t, state.Values["locale"])
	assert.Nil(t, state.Values["zoneinfo"])
	assert.Positive(t, org.Simulator.Requests()[opProfile])
}

// An account that was changed in part is tracked: the next apply finishes. One that was not changed is not.
func TestManagedAccountThatIsChangedInPart(t *testing.T) {
	t.Parallel()
	for operation, tracked := range map[string]bool{opSetEmail: true, opUpdateProfile: false} {
		org := simulated.Start(t)
		id := org.Simulator.AccountID(emil)
		config := map[string]any{"account_id": id, "email": "emil@acme.dev", "name": "Emil S."}
		org.Simulator.Inject(simulator.Fault{Operation: operation, Status: 403})
		server := newRun(t, org)
		plan := server.PlanCreate(managedAccount, config)
		require.NoError(t, plan.Diagnostics.Err())
		state, diagnostics := server.ApplyResource(plan)
		require.Error(t, diagnostics.Err(), operation)
		require.Equal(t, tracked, state != nil, operation)
		if !tracked {
			continue
		}
		assert.Equal(t, id, state.Values["account_id"])
		assert.Equal(t, "Emil S. "+emil, state.Values["name"].(string)+" "+state.Values["email"].(string), "what the account is known to have, and not what was planned")
		server = newRun(t, org)
		state, diagnostics = server.ReadResource(state)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, emil, state.Values["email"], "what was not changed")
		server.ConvergeFrom(t, state, config)
		assert.Equal(t, map[string]int{opUpdateProfile: 1, opSetEmail: 2}, accountWrites(org))
	}
}

// A plan changes what it shows. What somebody changes before it is applied stays, and so does what a plan without a refresh has not seen.
func TestManagedAccountChangesOnlyWhatThePlanShows(t *testing.T) {
	t.Parallel()
	status := func(status string) func(*simulated.Organization, string) error {
		return func(org *simulated.Organization, id string) error {
			return org.Simulator.ChangeUser(id, simulator.UserChange{Status: &status})
		}
	}
	profile := func(change simulator.ProfileChange) func(*simulated.Organization, string) error {
		return func(org *simulated.Organization, id string) error { return org.Simulator.ChangeProfile(id, change) }
	}
	deletion := func(org *simulated.Organization, id string) error { return org.Simulator.ScheduleDeletion(id) }
	readdressed := profile(simulator.ProfileChange{Email: new("emil@acme.dev"), Name: new("Other")})
	with := func(pairs ...any) map[string]any {
		config := map[string]any{"email": emil, "job_title": "a"}
		for pair := range slices.Chunk(pairs, 2) {
			config[pair[0].(string)] = pair[1]
		}
		return config
	}
	title := with("job_title", "b")
	for name, c := range map[string]struct {
		before func(*simulated.Organization, string) error
		from   map[string]any
		to     map[string]any
		meddle func(*simulated.Organization, string) error
		sent   map[string]int
		is     string // status, address and name afterwards
		next   protocol.Action
	}{
		"deactivated":               {nil, with(), title, status("deactivated"), map[string]int{opUpdateProfile: 1}, "deactivated " + emil + " Emil Sorensen", protocol.NoOp},
		"to be deleted":             {nil, with(), title, deletion, map[string]int{opUpdateProfile: 1}, "for_deletion " + emil + " Emil Sorensen", protocol.NoOp},
		"activated":                 {status("deactivated"), with(), title, status("active"), map[string]int{opUpdateProfile: 1}, "active " + emil + " Emil Sorensen", protocol.NoOp},
		"deactivated, set active":   {nil, with("active", true), with("active", true, "job_title", "b"), status("deactivated"), map[string]int{opUpdateProfile: 1}, "deactivated " + emil + " Emil Sorensen", protocol.Update},
		"to be deleted, set active": {nil, with("active", true), with("active", true, "job_title", "b"), deletion, map[string]int{opUpdateProfile: 1}, "for_deletion " + emil + " Emil Sorensen", protocol.Update},
		"activated, set inactive":   {nil, with("active", false), with("active", false, "job_title", "b"), status("active"), map[string]int{opUpdateProfile: 1}, "active " + emil + " Emil Sorensen", protocol.Update},
		"another message":           {nil, with(), with("deactivation_message", "Bye"), status("deactivated"), map[string]int{}, "deactivated " + emil + " Emil Sorensen", protocol.NoOp},
		"another address and name":  {nil, with("email", nil, "account_id", ""), with("email", nil, "account_id", "", "job_title", "b"), readdressed, map[string]int{opUpdateProfile: 1}, "active emil@acme.dev Other", protocol.NoOp},
		"another address, set":      {nil, with(), title, readdressed, map[string]int{opUpdateProfile: 1}, "active emil@acme.dev Other", protocol.Update},
		"another case":              {nil, with(), with("email", "Emil.Sorensen@acme.example"), readdressed, map[string]int{}, "active emil@acme.dev Other", protocol.Update},
	} {
		for _, refreshed := range []bool{true, false} {
			org := simulated.Start(t)
			id := org.Simulator.AccountID(emil)
			for _, config := range []map[string]any{c.from, c.to} {
				if _, named := config["account_id"]; named {
					config["account_id"] = id
				}
			}
			if c.before != nil {
				require.NoError(t, c.before(org, id), name)
			}
			state := newRun(t, org).Converge(t, managedAccount, c.from)
			org.Simulator.ResetRequests()
			if !refreshed {
				require.NoError(t, c.meddle(org, id), name)
			}
			plan := newRun(t, org).PlanUpdate(state, c.to)
			require.NoError(t, plan.Diagnostics.Err(), name)
			assert.Empty(t, plan.Diagnostics.Warnings(), name)
			if refreshed {
				require.NoError(t, c.meddle(org, id), name)
			}
			state, diagnostics := newRun(t, org).ApplyResource(plan)
			require.NoError(t, diagnostics.Err(), name)
			assert.Equal(t, c.sent, accountWrites(org), name)

			server := newRun(t, org)
			state, diagnostics = server.ReadResource(state)
			require.NoError(t, diagnostics.Err(), name)
			assert.Equal(t, c.is, fmt.Sprintf("%v %v %v", state.Values["status"], state.Values["email"], state.Values["name"]), name)
			assert.Equal(t, c.next, server.PlanUpdate(state, c.to).Action, name)
		}
	}
}

// The address of a new resource finds the account. It is not given back to an account that has got another one since the plan.
func TestManagedAccountDoesNotGiveAnAddressBack(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	plan := newRun(t, org).PlanCreate(managedAccount, map[string]any{"email": emil, "job_title": "a"})
	require.NoError(t, plan.Diagnostics.Err())
	require.NoError(t, org.Simulator.ChangeProfile(emil, simulator.ProfileChange{Email: new("emil@acme.dev")}))
	state, diagnostics := newRun(t, org).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, map[string]int{opUpdateProfile: 1}, accountWrites(org))
	server := newRun(t, org)
	state, diagnostics = server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, protocol.Update, server.PlanUpdate(state, plan.Config).Action, "the next plan shows it")
}
