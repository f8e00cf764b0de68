// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"cmp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The company that all checks look at. It is as small as can be, since each field of each answer is tried.
const (
	site       = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	jira       = "ari:cloud:jira::site/" + site
	confluence = "ari:cloud:confluence::site/" + site

	everyone = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
	staff    = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"

	ada   = "ada.okafor@acme.example"
	bruno = "bruno.keller@acme.example"
	emil  = "emil.sorensen@acme.example"

	boards = "ari:cloud:ecosystem::app/2b6f0d1e-94c7-4a35-8e12-7d0c5b9fa364"
	ledger = "ari:cloud:ecosystem::app/9d07f5a3-b8e2-4c61-8f39-1a6e4d2c705b"
)

// accounts are the IDs of people.
var accounts = map[string]string{
	ada:   "712020:00000000-0000-4000-9000-00000000000a",
	bruno: "712020:00000000-0000-4000-9000-00000000000b",
	emil:  "712020:00000000-0000-4000-9000-00000000000e",
}

func company(apps ...simulator.App) simulator.Organization {
	software := "ari:cloud:jira-software::site/" + site
	return simulator.Organization{
		ID: "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75", Name: "Acme",
		Directories: []simulator.Directory{{ID: "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8", Name: "Acme"}},
		Domains:     []simulator.Domain{{Name: "acme.example", ClaimType: "dns", ClaimStatus: "verified"}},
		Users: []simulator.User{
			{AccountID: accounts[ada], Email: ada, Name: "Ada Okafor", MFA: true},
			{AccountID: accounts[bruno], Email: bruno, Name: "Bruno Keller", MFA: true},
			{AccountID: accounts[emil], Email: emil, Name: "Emil Sorensen", MFA: true},
		},
		Groups: []simulator.Group{{
			Name: "engineering", Description: "Everyone who ships", Members: []string{ada, bruno}, Roles: []simulator.Role{{Resource: software, Role: "atlassian/user"}},
		}},
		AuthenticationPolicies: []simulator.AuthenticationPolicy{
			{ID: everyone, Name: "Everyone", Default: true},
			{ID: staff, Name: "Staff", Members: []string{ada, bruno}, Settings: simulator.AuthenticationSettings{TwoStepVerification: "required", SingleSignOn: "saml"}},
		},
		Workspaces: []simulator.Workspace{
			{ID: software, Name: "acme", Type: "jira-software", HostURL: "https://acme.atlassian.net"},
			{ID: confluence, Name: "acme", Type: "confluence", HostURL: "https://acme.atlassian.net/wiki"},
		},
		Apps: apps,
	}
}

// checks are all of them.
func checks() []check {
	var all []check
	for _, some := range [][]check{
		accessChecks(),
		allowlistChecks(),
		appChecks(),
		credentialChecks(),
		dataChecks(),
		decisionChecks(),
		evidenceChecks(),
		levelChecks(),
		managedAccountChecks(),
		policyChecks(),
		postureChecks(),
		protectedChecks(),
		reviewChecks(),
		residencyChecks(),
		rolesChecks(),
		userChecks(),
	} {
		for _, one := range some {
			one.kind = cmp.Or(one.kind, "resource")
			all = append(all, one)
		}
	}
	return all
}

// converged is a resource in a state in which all is well.
func converged(t *testing.T, w *world, of string, config map[string]any) *protocol.State {
	t.Helper()
	return w.server(t).Converge(t, of, config)
}

// drifting brings a resource into a state in which all is well, and lets something happen behind Terraform's back.
func drifting(of string, config func(w *world) map[string]any, happens func(w *world) error) func(*testing.T, *world) look {
	return func(t *testing.T, w *world) look {
		t.Helper()
		written := config(w)
		state := converged(t, w, of, written)
		require.NoError(t, happens(w))
		return refreshing(state, written)
	}
}

func always(config map[string]any) func(*world) map[string]any {
	return func(*world) map[string]any { return config }
}
