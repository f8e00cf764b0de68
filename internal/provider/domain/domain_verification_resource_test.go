// SPDX-License-Identifier: MPL-2.0

package domain_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func identityOf(org *simulated.Organization, name string) map[string]any {
	return map[string]any{"organization_id": org.Credentials.OrganizationID, "domain": name}
}

// configured is a provider as new as that of another run, without anything read before.
func configured(t *testing.T, org *simulated.Organization, options ...protocol.Option) *protocol.Server {
	t.Helper()
	return acctest.Server(t, org, map[string]any{"max_retries": 0}, options...)
}

func TestVerification(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := configured(t, org).Converge(t, verification, map[string]any{"domain": "Acme.Example"})
	assert.Equal(t, map[string]any{
		"domain": "Acme.Example", "id": org.Simulator.DomainID("acme.example"), "claim_type": "dns", "status": "verified",
		"wait_until_listed": false, "expected_claim_type": nil, "timeouts": nil,
	}, state.Values)
	assert.Equal(t, identityOf(org, "acme.example"), state.Identity)

	t.Run("another spelling changes nothing", func(t *testing.T) {
		t.Parallel()
		plan := configured(t, org).PlanUpdate(state, map[string]any{"domain": "ACME.example."})
		require.NoError(t, plan.Diagnostics.Err())
		assert.Equal(t, protocol.NoOp, plan.Action)
	})
	t.Run("another domain replaces", func(t *testing.T) {
		t.Parallel()
		server := configured(t, org)
		plan := server.PlanUpdate(state, map[string]any{"domain": "acme.dev"})
		require.NoError(t, plan.Diagnostics.Err())
		assert.Equal(t, protocol.Replace, plan.Action)
		assert.Equal(t, []string{`AttributeName("domain")`}, plan.RequiresReplace)
		replaced, diagnostics := server.ApplyResource(plan)
		require.NoError(t, diagnostics.Err())
		assert.Equal(t, org.Simulator.DomainID("acme.dev"), replaced.Values["id"])
		assert.Equal(t, "http", replaced.Values["claim_type"])
		assert.Equal(t, identityOf(org, "acme.dev"), replaced.Identity)
	})
	t.Run("an unknown domain replaces", func(t *testing.T) {
		t.Parallel()
		plan := configured(t, org).PlanUpdate(state, map[string]any{"domain": protocol.Unknown})
		require.NoError(t, plan.Diagnostics.Err())
		assert.Equal(t, protocol.Replace, plan.Action)
	})
	t.Run("other attributes are updated in place", func(t *testing.T) {
		t.Parallel()
		server := configured(t, org)
		config := map[string]any{
			"domain": "Acme.Example", "expected_claim_type": "dns", "wait_until_listed": true, "timeouts": map[string]any{"update": "10s"},
		}
		plan := server.PlanUpdate(state, config)
		assert.Equal(t, protocol.Update, plan.Action)
		assert.Equal(t, state.Values["id"], plan.Planned["id"])
		assert.Equal(t, "dns", plan.Planned["claim_type"])
		updated := server.ConvergeFrom(t, state, config)
		assert.Equal(t, true, updated.Values["wait_until_listed"])
		assert.Equal(t, state.Identity, updated.Identity)
	})
	t.Run("a Terraform that knows no identities updates too", func(t *testing.T) {
		t.Parallel()
		server := configured(t, org, protocol.WithoutIdentity())
		without := server.Converge(t, verification, map[string]any{"domain": "acme.example"})
		server.ConvergeFrom(t, without, map[string]any{"domain": "acme.example", "wait_until_listed": true})
	})
	t.Run("destroy only forgets, and says so twice", func(t *testing.T) {
		t.Parallel()
		server := configured(t, org)
		plan := server.PlanDelete(state)
		require.NoError(t, plan.Diagnostics.Err())
		require.Len(t, plan.Diagnostics.Warnings(), 1)
		assert.Contains(t, plan.Diagnostics.Warnings()[0], "The domain stays in Atlassian: Terraform will only forget domain Acme.Example")
		left, diagnostics := server.ApplyResource(plan)
		assert.Nil(t, left)
		require.NoError(t, diagnostics.Err())
		require.Len(t, diagnostics.Warnings(), 1)
		assert.Contains(t, diagnostics.Warnings()[0], "Terraform has forgotten domain Acme.Example")
		assert.Contains(t, diagnostics.Warnings()[0], "Directory > Domains")
		assert.NotEmpty(t, org.Simulator.DomainID("acme.example"))
	})
}

func TestVerificationOfAnInternationalName(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	require.NoError(t, org.Simulator.AddDomain("xn--bcher-kva.example", "dns", "verified"))
	server := configured(t, org)
	state := server.Converge(t, verification, map[string]any{"domain": "Bücher.example"})
	assert.Equal(t, "Bücher.example", state.Values["domain"])
	assert.Equal(t, identityOf(org, "xn--bcher-kva.example"), state.Identity)
	assert.Equal(t, protocol.NoOp, server.PlanUpdate(state, map[string]any{"domain": "xn--bcher-kva.example"}).Action)
}

// Every status but verified is a change to verified, in place, whose apply fails with what is to be done.
func TestVerificationDrift(t *testing.T) {
	t.Parallel()
	for status, advice := range map[string]string{
		"missing_token": "the TXT record atlassian-domain-verification=<token> (or the HTML file) is gone",
		"unverified":    "Publish the proof",
		"superseded":    "another claim",
	} {
		t.Run(status, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			config := map[string]any{"domain": "acme.example", "timeouts": map[string]any{"update": acctest.Soon}}
			state := configured(t, org).Converge(t, verification, config)
			require.NoError(t, org.Simulator.SetDomainClaim("acme.example", status))

			server := configured(t, org)
			drifted, diagnostics := server.ReadResource(state)
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, status, drifted.Values["status"])
			assert.Equal(t, state.Identity, drifted.Identity)

			plan := server.PlanUpdate(drifted, config)
			require.NoError(t, plan.Diagnostics.Err())
			assert.Equal(t, protocol.Update, plan.Action)
			assert.Equal(t, map[string]any{"status": "verified", "claim_type": protocol.Unknown}, changes(drifted.Values, plan.Planned))
			require.Len(t, plan.Diagnostics.Warnings(), 1)
			assert.Contains(t, plan.Diagnostics.Warnings()[0], fmt.Sprintf("is %q (claim type dns). Apply waits up to %s", status, acctest.Soon))

			left, diagnostics := server.ApplyResource(plan)
			require.ErrorContains(t, diagnostics.Err(), "The domain is not verified: ")
			require.ErrorContains(t, diagnostics.Err(), fmt.Sprintf("The status of domain acme.example is %q (claim type dns) after a wait of %s.", status, acctest.Soon))
			require.ErrorContains(t, diagnostics.Err(), advice)
			require.ErrorContains(t, diagnostics.Err(), "timeouts.update")
			assert.Equal(t, drifted.Values, left.Values, "a failed update keeps the state: the next plan shows the same")
			assert.Equal(t, state.Identity, left.Identity)

			// Somebody mends it: in time for the apply, but after the plan.
			require.NoError(t, org.Simulator.SetDomainClaim("acme.example", "verified"))
			mended, diagnostics := configured(t, org).ApplyResource(plan)
			require.NoError(t, diagnostics.Err())
			assert.Equal(t, state.Values, mended.Values)
		})
	}
}

func changes(before, after map[string]any) map[string]any {
	changed := map[string]any{}
	for name, value := range after {
		if !assert.ObjectsAreEqual(before[name], value) {
			changed[name] = value
		}
	}
	return changed
}

func TestVerificationMendedWhileApplyWaits(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	config := map[string]any{"domain": "acme.example", "expected_claim_type": "dns"}
	state := configured(t, org).Converge(t, verification, config)
	require.NoError(t, org.Simulator.SetDomainClaim("acme.example", "missing_token"))
	server := configured(t, org)
	drifted, diagnostics := server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	plan := server.PlanUpdate(drifted, config)
	assert.Equal(t, map[string]any{"status": "verified"}, changes(drifted.Values, plan.Planned), "the claim type is the expected one")

	org.Simulator.ResetRequests()
	onceAsked(t, org, 1, func() { assert.NoError(t, org.Simulator.SetDomainClaim("acme.example", "verified")) })
	mended, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, state.Values, mended.Values)
	found, diagnostics := server.ReadDataSource("atlassian_domain", map[string]any{"name": "acme.example"})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "verified", found["status"], "what the wait has read serves the rest of the run")
	assert.Equal(t, map[string]int{listing: 2}, org.Simulator.Requests(), "one read that found it lost, one that found it mended")
}

// What is gone leaves the state, whether Terraform knows identities or not, and is planned for creation.
func TestVerificationGone(t *testing.T) {
	t.Parallel()
	for name, vanish := range map[string]func(*simulator.Simulator) error{
		"removed": func(s *simulator.Simulator) error { return s.RemoveDomain("acme.example") },
		"deleted": func(s *simulator.Simulator) error { return s.SetDomainClaim("acme.example", "deleted") },
	} {
		for terraform, options := range map[string][]protocol.Option{"1.11": {protocol.WithoutIdentity()}, "1.12": nil} {
			t.Run(name+" under "+terraform, func(t *testing.T) {
				t.Parallel()
				org := simulated.Start(t)
				config := map[string]any{"domain": "acme.example"}
				state := configured(t, org, options...).Converge(t, verification, config)
				require.NoError(t, vanish(org.Simulator))

				server := configured(t, org, options...)
				left, diagnostics := server.ReadResource(state)
				require.NoError(t, diagnostics.Err())
				assert.Nil(t, left)

				plan := server.PlanCreate(verification, config)
				require.NoError(t, plan.Diagnostics.Err())
				require.Len(t, plan.Diagnostics.Warnings(), 1)
				assert.Contains(t, plan.Diagnostics.Warnings()[0], "As it is, apply will fail. The organization has no domain acme.example.")
				left, diagnostics = server.ApplyResource(plan)
				assert.Nil(t, left, "nothing was created, so nothing is tracked")
				require.ErrorContains(t, diagnostics.Err(), "The domain is not listed: The organization has no domain acme.example. Add the domain in Atlassian Administration under Directory > Domains")
				require.ErrorContains(t, diagnostics.Err(), "wait_until_listed = true")
			})
		}
	}
}

func TestVerificationThatComesTooLate(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := configured(t, org)
	plan := server.PlanCreate(verification, map[string]any{"domain": "acme-labs.example", "timeouts": map[string]any{"create": acctest.Soon}})
	require.NoError(t, plan.Diagnostics.Err())
	assert.Empty(t, plan.Diagnostics, "it may well become verified during apply")
	assert.Equal(t, "verified", plan.Planned["status"])
	left, diagnostics := server.ApplyResource(plan)
	assert.Nil(t, left, "nothing was created, so nothing is tracked")
	require.ErrorContains(t, diagnostics.Err(), `The status of domain acme-labs.example is "unverified" (claim type dns) after a wait of `+acctest.Soon+`.`)
	require.ErrorContains(t, diagnostics.Err(), "The next apply waits again. To wait longer, set timeouts.create.")
}

func TestVerificationWaitsUntilListed(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := configured(t, org)
	config := map[string]any{"domain": "late.example", "wait_until_listed": true}
	plan := server.PlanCreate(verification, config)
	assert.Empty(t, plan.Diagnostics)
	org.Simulator.ResetRequests()
	onceAsked(t, org, 1, func() { assert.NoError(t, org.Simulator.AddDomain("late.example", "http", "verified")) })
	state, diagnostics := server.ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "http", state.Values["claim_type"])
	assert.Equal(t, 2, org.Requests())
	assert.Equal(t, protocol.NoOp, server.PlanUpdate(state, config).Action)

	config = map[string]any{"domain": "never.example", "wait_until_listed": true, "timeouts": map[string]any{"create": acctest.Soon}}
	left, diagnostics := server.ApplyResource(server.PlanCreate(verification, config))
	assert.Nil(t, left)
	require.ErrorContains(t, diagnostics.Err(), "Domain never.example is not listed after a wait of "+acctest.Soon+". Add the domain")
}

func TestVerificationIsInterrupted(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	ctx, interrupt := context.WithCancel(t.Context())
	server := configured(t, org, protocol.WithContext(ctx))
	plan := server.PlanCreate(verification, map[string]any{"domain": "acme-labs.example"})
	onceAsked(t, org, 1, interrupt)
	left, diagnostics := server.ApplyResource(plan)
	assert.Nil(t, left)
	require.ErrorContains(t, diagnostics.Err(), "Terraform was interrupted while it waited")
}

func TestVerificationInAnotherWay(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := configured(t, org)
	config := map[string]any{"domain": "acme.example", "expected_claim_type": "http"}
	plan := server.PlanCreate(verification, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, "http", plan.Planned["claim_type"])
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	left, diagnostics := server.ApplyResource(plan)
	assert.Nil(t, left)
	require.ErrorContains(t, diagnostics.Err(), `The domain is verified in another way: The configuration expects domain acme.example to be verified with claim type "http", but its claim type is "dns".`)
	require.ErrorContains(t, diagnostics.Err(), `AttributeName("expected_claim_type")`)

	// A domain in state that is found to be verified in another way is drift, whose apply fails likewise.
	state := server.Converge(t, verification, map[string]any{"domain": "acme.example"})
	plan = server.PlanUpdate(state, config)
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, map[string]any{"claim_type": "http", "expected_claim_type": "http"}, changes(state.Values, plan.Planned))
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	left, diagnostics = server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "The domain is verified in another way")
	assert.Equal(t, state.Values, left.Values)
}

// Between plan and apply the domain is removed and added again: its ID is not the planned one.
func TestVerificationOfWhatChangedSinceThePlan(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := configured(t, org)
	state := server.Converge(t, verification, map[string]any{"domain": "acme.example"})
	plan := server.PlanUpdate(state, map[string]any{"domain": "acme.example", "wait_until_listed": true})
	require.NoError(t, org.Simulator.RemoveDomain("acme.example"))
	require.NoError(t, org.Simulator.AddDomain("acme.example", "http", "verified"))
	left, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "The domain changed after the plan")
	assert.Equal(t, state.Values, left.Values)

	refreshed, diagnostics := configured(t, org).ReadResource(left)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, org.Simulator.DomainID("acme.example"), refreshed.Values["id"])
	assert.Equal(t, "http", refreshed.Values["claim_type"])
	assert.Equal(t, protocol.NoOp, server.PlanUpdate(refreshed, map[string]any{"domain": "acme.example"}).Action)
}

func TestVerificationRefusesAtValidation(t *testing.T) {
	t.Parallel()
	server := protocol.New(t, provider.New("test")())
	for name, test := range map[string]struct {
		config map[string]any
		says   string
	}{
		"no domain":       {map[string]any{"domain": "localhost"}, "it has no dot"},
		"empty":           {map[string]any{"domain": ""}, "Invalid domain name"},
		"a path":          {map[string]any{"domain": "acme/test"}, "Invalid domain name"},
		"a URL":           {map[string]any{"domain": "https://acme.example"}, "Write only the name"},
		"an address":      {map[string]any{"domain": "ada@acme.example"}, "Write only the name"},
		"a misspelt type": {map[string]any{"domain": "acme.example", "expected_claim_type": "DNS"}, `Atlassian has no claim type "DNS". Write "dns".`},
		"an empty type":   {map[string]any{"domain": "acme.example", "expected_claim_type": ""}, "The claim type is empty"},
		"no duration":     {map[string]any{"domain": "acme.example", "timeouts": map[string]any{"create": "soon"}}, "soon"},
	} {
		require.ErrorContains(t, server.ValidateResourceConfig(verification, test.config).Err(), test.says, name)
	}
	require.NoError(t, server.ValidateResourceConfig(verification, map[string]any{"domain": protocol.Unknown, "expected_claim_type": protocol.Unknown}).Err())
	require.NoError(t, server.ValidateResourceConfig(verification, map[string]any{"domain": "acme.example", "expected_claim_type": "entra"}).Err())
}

// Values that are not known during the plan cost no request, and apply as if they had been.
func TestVerificationOfUnknownValues(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	server := configured(t, org)
	plan := server.PlanCreate(verification, map[string]any{"domain": protocol.Unknown, "expected_claim_type": protocol.Unknown, "wait_until_listed": protocol.Unknown})
	require.NoError(t, plan.Diagnostics.Err())
	assert.Equal(t, "verified", plan.Planned["status"])
	assert.Equal(t, protocol.Unknown, plan.Planned["claim_type"])
	assert.Zero(t, org.Requests())
	state, diagnostics := server.ApplyKnown(plan, map[string]any{"domain": "acme.dev", "expected_claim_type": "http", "wait_until_listed": false})
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, "http", state.Values["claim_type"])
}

// An unreachable check is not a refusal, but an unreadable domain is never taken for a verified or a removed one.
func TestVerificationUnreadable(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	state := configured(t, org).Converge(t, verification, map[string]any{"domain": "acme.dev"})
	org.Simulator.Inject(simulator.Fault{Operation: listing, Status: http.StatusForbidden, Count: -1})
	server := configured(t, org)
	plan := server.PlanCreate(verification, map[string]any{"domain": "acme.dev"})
	assert.Empty(t, plan.Diagnostics)
	_, diagnostics := server.ApplyResource(plan)
	require.ErrorContains(t, diagnostics.Err(), "Cannot read the domain")
	left, diagnostics := server.ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "Cannot read the domain")
	assert.Equal(t, state.Values, left.Values)
	_, diagnostics = server.ImportByID(verification, "acme.dev")
	require.ErrorContains(t, diagnostics.Err(), "Cannot import the domain")
}
