// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// withApp is the small company with one more app, in Jira.
func withApp(t *testing.T, one simulator.App) *simulated.Organization {
	t.Helper()
	start := simulator.SmallCompany()
	if one.Versions == nil {
		one.Versions = []simulator.AppVersion{{Version: "1.0.0", Scopes: []string{"READ"}}}
	}
	one.Installations = []simulator.AppInstallation{{Context: acmeJira}}
	start.Apps = append(start.Apps, one)
	return simulated.Start(t, simulated.WithStart(start))
}

// approving is the configuration of the small company with one more approval.
func approving(t *testing.T, org *simulated.Organization, name string, one map[string]any) map[string]any {
	t.Helper()
	config := reviewed(t, org)
	config["approved"].(map[string]any)[name] = one
	return config
}

// An app that calls itself like an approved one is found, whatever it is built with.
func TestAPrivateAppWithTheKeyOfAnApprovedOne(t *testing.T) {
	t.Parallel()
	for _, framework := range []string{"connect", "forge"} {
		org := withApp(t, simulator.App{Key: "com.orbit.boards", Name: "Copycat", Vendor: "Orbit Apps", Framework: framework, DistributionStatus: "DEVELOPMENT"})
		server := acctest.Server(t, org, nil)
		plan := server.PlanCreate(approvedAppsType, reviewed(t, org))
		require.NoError(t, plan.Diagnostics.Err())
		warned := strings.Join(plan.Diagnostics.Warnings(), "\n")
		require.Contains(t, warned, "Copycat", framework)
		require.Contains(t, warned, "private = true", framework)
		_, diagnostics := server.ApplyResource(plan)
		require.Contains(t, strings.Join(diagnostics.Errors(), "\n"), "Copycat", framework)
	}
}

func TestApprovingAPrivateAppOfOnesOwn(t *testing.T) {
	t.Parallel()
	for _, framework := range []string{"connect", "forge"} {
		own := simulator.App{Key: "com.acme.own", Name: "Own", Vendor: "Acme", Framework: framework, DistributionStatus: "DEVELOPMENT"}
		org := withApp(t, own)
		state := reviewing(t, org, approving(t, org, "com.acme.own", approval(map[string]any{"private": true, "vendor": "Acme"})))
		require.Empty(t, state.Values["unapproved"], framework)
		reviewing(t, org, approving(t, org, idOf(t, org, "Own"), approval()))

		own.DistributionStatus = ""
		org = withApp(t, own) // the same key, in the Marketplace
		plan := acctest.Server(t, org, nil).PlanCreate(approvedAppsType, approving(t, org, "com.acme.own", approval(map[string]any{"private": true})))
		require.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "it is an app of the Marketplace, and a private app was reviewed", framework)
	}
}

func TestAChangeOfVendorIsAFinding(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	sold := approving(t, org, "com.orbit.boards", approval(map[string]any{"vendor": "Orbit Applications"}))
	plan := acctest.Server(t, org, nil).PlanCreate(approvedAppsType, sold)
	require.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), `its vendor is "Orbit Apps", and "Orbit Applications" was reviewed`)
	reviewing(t, org, approving(t, org, "com.orbit.boards", approval(map[string]any{"vendor": "Orbit Apps"})))

	plan = acctest.Server(t, org, nil).PlanCreate(approvedAppsType, approving(t, org, "com.orbit.boards", approval(map[string]any{"vendor": protocol.Unknown})))
	require.NoError(t, plan.Diagnostics.Err())
	require.Empty(t, plan.Diagnostics.Warnings(), "what is not known yet is looked at when it is")
	diagnostics := acctest.Server(t, org, nil).ValidateResourceConfig(approvedAppsType, approving(t, org, "com.orbit.boards", approval(map[string]any{"vendor": ""})))
	require.Error(t, diagnostics.Err())
}

func TestAddressesOfAScheme(t *testing.T) {
	t.Parallel()
	org := withApp(t, simulator.App{Name: "Caller", Vendor: "Acme", Versions: []simulator.AppVersion{{Version: "1.0.0", Egress: []string{"https://a.example", "https://*"}}}})
	id := idOf(t, org, "Caller")
	reviewing(t, org, approving(t, org, id, approval(map[string]any{"egress": []any{"https://*"}})))
	plan := acctest.Server(t, org, nil).PlanCreate(approvedAppsType, approving(t, org, id, approval(map[string]any{"egress": []any{"wss://*", "*.example"}})))
	require.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "not reviewed: https://*")
}

// Versions of any length are compared, in a plan as in the function.
func TestVersionsOfAnyLengthInPlanAndFunction(t *testing.T) {
	t.Parallel()
	org := simulated.Start(t)
	plan := acctest.Server(t, org, nil).PlanCreate(approvedAppsType, approving(t, org, "com.orbit.boards", approval(map[string]any{"max_version": "1.2.3.4"})))
	require.NoError(t, plan.Diagnostics.Err())
	require.Contains(t, strings.Join(plan.Diagnostics.Warnings(), "\n"), "its version 2.0.0 is newer than 1.2.3.4")

	value, err := protocol.New(t, provider.New("test")()).CallFunction("app_review",
		[]any{madeUp(map[string]any{"version": "2.0.0"})}, map[string]any{"com.example.app": map[string]any{"max_version": "1.2.3.4", "vendor": "W", "private": false}})
	require.NoError(t, err)
	exceeding := value.(map[string]any)["exceeding"].([]any)
	require.Equal(t, []any{`its vendor is "V", and "W" was reviewed`, "its version 2.0.0 is newer than 1.2.3.4, the newest that was reviewed"}, exceeding[0].(map[string]any)["reasons"])
}
