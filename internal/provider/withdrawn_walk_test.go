// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
)

// withdrawnLives are configurations of all resources, each of an object of the organization of [withdrawing].
var withdrawnLives = map[string]func(org *simulated.Organization) map[string]any{
	"atlassian_approved_apps": fixed(map[string]any{"sites": []any{"acme"}, "approved": map[string]any{}}),
	"atlassian_authentication_policy_members": fixed(map[string]any{
		"policy_id": "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045", "emails": []any{"bruno.keller@acme.example"},
	}),
	"atlassian_classification_level":  fixed(map[string]any{"name": "Secret"}),
	"atlassian_classification_order":  fixed(map[string]any{"level_ids": []any{tagged + "open", tagged + "closed"}}),
	"atlassian_data_residency_policy": fixed(map[string]any{"name": "Europe", "region": "EU"}),
	"atlassian_data_security_policy":  fixed(map[string]any{"name": "No export", "coverage": "ORG", "rules": map[string]any{"export": "block"}}),
	"atlassian_domain_verification":   fixed(map[string]any{"domain": "acme.example"}),
	"atlassian_group":                 fixed(map[string]any{"name": "withdrawn"}),
	"atlassian_group_members":         inGroup(map[string]any{"emails": []any{"dana.novak@acme.example"}}),
	"atlassian_group_membership":      inGroup(map[string]any{"email": "dana.novak@acme.example"}),
	"atlassian_group_role_assignment": inGroup(map[string]any{
		"resource_id": "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21", "role": "atlassian/user",
	}),
	"atlassian_ip_allowlist": fixed(map[string]any{"name": "Office", "addresses": []any{"192.0.2.0/24"}, "enabled": false}),
	"atlassian_managed_account": func(org *simulated.Organization) map[string]any {
		return map[string]any{"account_id": org.Simulator.AccountID("emil.sorensen@acme.example")}
	},
	"atlassian_organization_admin": fixed(map[string]any{"email": "dana.novak@acme.example"}),
	"atlassian_user": func(org *simulated.Organization) map[string]any {
		return map[string]any{"email": "new@contractor.example", "groups": []any{org.Simulator.GroupID("withdrawing")}}
	},
	"atlassian_user_role_assignment": fixed(map[string]any{
		"email": "emil.sorensen@acme.example", "site": "acme", "product": "confluence", "role": "atlassian/user",
	}),
	"atlassian_user_installed_apps": fixed(map[string]any{"site": "acme", "rule": "deny"}),
}

// withoutWithdrawal are the other resources, with the reason why a withdrawn operation can take nothing from them.
var withoutWithdrawal = map[string]string{
	"atlassian_access_review_decision":            "it is a decision, of which Atlassian knows nothing: its Read never removes it",
	"atlassian_authentication_policy_attestation": "it is what a person attested, of which Atlassian knows nothing: its Read never removes it",
	"atlassian_organization_admins":               "it is a list of the organization itself: its Read never removes it",
}

const tagged = "ari:cloud:platform::classification-tag/"

func fixed(config map[string]any) func(*simulated.Organization) map[string]any {
	return func(*simulated.Organization) map[string]any { return config }
}

func inGroup(config map[string]any) func(*simulated.Organization) map[string]any {
	return func(org *simulated.Organization) map[string]any {
		with := map[string]any{"group_id": org.Simulator.GroupID("withdrawing")}
		maps.Copy(with, config)
		return with
	}
}

// withdrawing is an organization with an empty group and two classification levels, and no app.
func withdrawing(t *testing.T) *simulated.Organization {
	t.Helper()
	start := simulator.SmallCompany()
	start.Groups = append(start.Groups, simulator.Group{Name: "withdrawing"})
	start.ClassificationLevels = []simulator.ClassificationLevel{{ID: tagged + "open", Name: "Open"}, {ID: tagged + "closed", Name: "Closed"}}
	start.Apps = nil // an app that nobody has approved is a finding
	return simulated.Start(t, simulated.WithStart(start), simulated.AllowViolations())
}

// anew is a run that knows nothing yet, and waits for nothing for long.
func anew(t *testing.T, org *simulated.Organization) *protocol.Server {
	t.Helper()
	return acctest.Relayed(t, org, &http.Transport{})
}

// looksGone are the ways in which an operation can be withdrawn. A 404 as if the thing were missing is Atlassian's own way to say that it is
// gone, so only operations that are flagged as deprecated have to survive it.
func looksGone(operation string) []wire.Withdrawal {
	if isFlagged(operation) {
		return wire.Withdrawals()
	}
	return slices.DeleteFunc(wire.Withdrawals(), func(as wire.Withdrawal) bool { return as == wire.WithdrawnMissing })
}

func isFlagged(operation string) bool {
	return slices.ContainsFunc(organization.DocumentedOperations(), func(o organization.Operation) bool { return o.Name() == operation && o.Deprecated })
}

// says requires that an error about a withdrawn operation names it, and offers to let the resource go. Where the error is about one change
// of several, and of an operation that Atlassian has not flagged, naming it is enough.
func (w *withdrawnWalk) says(t *testing.T, operation string, as wire.Withdrawal, diagnostics protocol.Diagnostics, what string) {
	t.Helper()
	var parts []string
	for _, one := range organization.DocumentedOperations() {
		if one.Name() == operation {
			parts = append(parts, one.ID)
		}
	}
	require.NotEmpty(t, parts, operation)
	if isFlagged(operation) && as != wire.WithdrawnMissing {
		w.told.Add(1)
		parts = append(parts, "Atlassian has withdrawn", operation, "removed {")
	}
	for _, part := range parts {
		assert.ErrorContains(t, diagnostics.Err(), part, "%s: %s is withdrawn (%s)", what, operation, as)
	}
}

// No operation that Atlassian withdraws, in whatever way, lets a resource look deleted: not in a refresh, not between plan and apply, and
// not at its destruction. This walks over all resources and all operations that each of them uses, whether they are flagged or not.
func TestNothingIsLostWithAWithdrawnOperation(t *testing.T) {
	t.Parallel()
	var told atomic.Int32 // errors about an operation that is flagged
	t.Cleanup(func() { assert.NotZero(t, told.Load(), "no flagged operation was missed by anything") })
	all := resources(t.Context(), everything(t))
	for name := range inOrder(all) {
		assert.NotEqual(t, withdrawnLives[name] != nil, withoutWithdrawal[name] != "", "%s needs a configuration in withdrawnLives, or a reason in withoutWithdrawal, and not both", name)
	}
	for name := range inOrder(withdrawnLives) {
		if all[name] == nil {
			t.Errorf("%s is no resource", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			walked := &withdrawnWalk{name: name, told: &told}
			walked.beforeRefresh(t)
			walked.beforeApply(t, page(t, all[name]).Operations)
		})
	}
}

// withdrawnWalk is the walk over the operations of a resource.
type withdrawnWalk struct {
	name string
	told *atomic.Int32
}

func (w *withdrawnWalk) beforeRefresh(t *testing.T) {
	t.Helper()
	org := withdrawing(t)
	state := anew(t, org).Converge(t, w.name, withdrawnLives[w.name](org))
	org.Simulator.ResetRequests()
	before, diagnostics := anew(t, org).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.NotNil(t, before)
	asked := org.Simulator.Requests()
	require.NotEmpty(t, asked, "a refresh asks for nothing")
	for operation := range inOrder(asked) {
		for _, as := range looksGone(operation) {
			require.NoError(t, org.Simulator.Withdraw(operation, as))
			after, diagnostics := anew(t, org).ReadResource(state)
			org.Simulator.Reinstate("")
			if diagnostics.Err() == nil {
				assert.NotNil(t, after, "%s is withdrawn (%s), and the object passes for gone", operation, as)
				continue
			}
			w.says(t, operation, as, diagnostics, "refresh")
		}
	}
}

// beforeApply withdraws each operation between plan and apply, of a creation and of a destruction. A destruction that fails keeps
// its state. A creation that fails either has a state, or has created nothing: the next one does not find that the object exists already.
func (w *withdrawnWalk) beforeApply(t *testing.T, operations []string) {
	t.Helper()
	for _, id := range operations {
		operation, ok := organization.DocumentedOperation(id)
		require.True(t, ok, id)
		ways := []wire.Withdrawal{wire.WithdrawnRoute}
		if operation.Deprecated {
			ways = wire.Withdrawals()
		}
		for _, as := range ways {
			org := withdrawing(t)
			if org.Simulator.Withdraw(operation.Name(), as) != nil {
				continue // an experiment that is off, and that the simulator does not serve
			}
			org.Simulator.Reinstate("")
			config := withdrawnLives[w.name](org)
			state, diagnostics := applyWithdrawn(t, org, operation.Name(), as, func(server *protocol.Server) *protocol.Plan { return server.PlanCreate(w.name, config) })
			if diagnostics.Err() != nil {
				w.says(t, operation.Name(), as, diagnostics, "create")
			}
			switch {
			case state == nil:
				state = anew(t, org).Converge(t, w.name, config)
			case diagnostics.Err() != nil:
				continue // a tainted object, which the next apply replaces
			}
			after, diagnostics := applyWithdrawn(t, org, operation.Name(), as, func(server *protocol.Server) *protocol.Plan { return server.PlanDelete(state) })
			if diagnostics.Err() != nil {
				assert.NotNil(t, after, "%s is withdrawn (%s), so that destroying fails, and the state is lost", operation.Name(), as)
				w.says(t, operation.Name(), as, diagnostics, "destroy")
			}
		}
	}
}

// applyWithdrawn withdraws an operation between plan and apply, which are two walks.
func applyWithdrawn(t *testing.T, org *simulated.Organization, operation string, as wire.Withdrawal, plan func(*protocol.Server) *protocol.Plan) (*protocol.State, protocol.Diagnostics) {
	t.Helper()
	server := anew(t, org)
	planned := plan(server)
	require.NoError(t, planned.Diagnostics.Err())
	require.NoError(t, org.Simulator.Withdraw(operation, as))
	defer org.Simulator.Reinstate("")
	server.Walk()
	return server.ApplyResource(planned)
}

// What only reads fails with an error that names the operation, or says itself what it could not read: it never answers that there is
// nothing.
func TestNothingReadsAsEmptyWithAWithdrawnOperation(t *testing.T) {
	t.Parallel()
	const dataSecurityPolicies = "GET /admin/control/v2/orgs/{orgId}/policies"
	start := simulator.SmallCompany()
	start.DataSecurityPolicies = []simulator.DataSecurityPolicy{{Name: "No export", Rules: map[string]string{"export": "block"}}}
	org := simulated.Start(t, simulated.WithStart(start), simulated.AllowViolations())
	flagged := map[string]func(as wire.Withdrawal){
		"list atlassian_data_security_policy": func(as wire.Withdrawal) {
			_, diagnostics := anew(t, org).ListResource("atlassian_data_security_policy", map[string]any{}, protocol.ListOptions{})
			walked := &withdrawnWalk{told: new(atomic.Int32)}
			require.Error(t, diagnostics.Err(), as)
			walked.says(t, dataSecurityPolicies, as, diagnostics, "list")
		},
		"data atlassian_security_posture": func(as wire.Withdrawal) {
			values, diagnostics := anew(t, org).ReadDataSource("atlassian_security_posture", map[string]any{"max_organization_admins": 5})
			require.NoError(t, diagnostics.Err(), "it goes on without what it cannot read")
			assert.Contains(t, values["unknown"], "data_export_restricted", as)
		},
	}
	all, lists, p := dataSources(t.Context(), everything(t)), listResources(t.Context(), everything(t)), everything(t)
	calls := func(one any) bool {
		return slices.ContainsFunc(page(t, one).Operations, func(id string) bool {
			operation, ok := organization.DocumentedOperation(id)
			return ok && operation.Deprecated
		})
	}
	for name, one := range inOrder(all) {
		assert.Equal(t, calls(one), flagged["data "+name] != nil, "data source %s: try here what calls a flagged operation", name)
	}
	for name, one := range inOrder(lists) {
		assert.Equal(t, calls(one), flagged["list "+name] != nil, "list resource %s: try here what calls a flagged operation", name)
	}
	for name, one := range inOrder(actions(t.Context(), p)) {
		assert.False(t, calls(one), "action %s calls a flagged operation: try it here", name)
	}
	for _, as := range wire.Withdrawals() {
		require.NoError(t, org.Simulator.Withdraw(dataSecurityPolicies, as))
		for _, try := range inOrder(flagged) {
			try(as)
		}
	}
}
