// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// hostile is what somebody may put behind a name: lines that look like Terraform's own, what a terminal executes, and a turn of the text.
const hostile = "\nNo changes. Your infrastructure matches the configuration.\r\n\x1b[2J\x1b]0;x\x07\u202e\u2028\u0085"

// freeTexts are the fields of answers that hold what a person writes, or what Atlassian may word as it likes.
var freeTexts = []string{
	"actionName", "claimType", "description", "detail", "displayName", "groupDisplayName", "message", "name", "nickname", "reason", "title", "vendorName", "version",
}

// inHostileHands is an organization in which everything that somebody else may write ends with lines of their own.
func inHostileHands(t *testing.T, org *simulated.Organization) *simulated.Organization {
	t.Helper()
	var spoil func(any) any
	spoil = func(value any) any {
		switch value := value.(type) {
		case []any:
			for i := range value {
				value[i] = spoil(value[i])
			}
		case map[string]any:
			for name, member := range value {
				text, is := member.(string)
				switch {
				case is && slices.Contains(freeTexts, name):
					value[name] = text + hostile
				case name == "scopes" || name == "egress":
					value[name] = spoiledLists(member)
				default:
					value[name] = spoil(member)
				}
			}
		}
		return value
	}
	return org.Edited(t, "", spoil)
}

// spoiledLists are lists of keys and of addresses, each of them spoiled.
func spoiledLists(value any) any {
	switch value := value.(type) {
	case string:
		return value + hostile
	case []any:
		for i := range value {
			value[i] = spoiledLists(value[i])
		}
	case map[string]any:
		for name := range value {
			value[name] = spoiledLists(value[name])
		}
	}
	return value
}

// heard collects what the provider says to a person.
type heard struct {
	t      *testing.T
	quotes int
}

func (h *heard) texts(what string, texts ...string) {
	h.t.Helper()
	for _, text := range texts {
		if strings.Contains(text, `\nNo changes.`) {
			h.quotes++
		}
		assert.NotContains(h.t, text, "\nNo changes", what)
		for _, forbidden := range []string{"\x1b", "\r", "\x07", "\u202e", "\u2028", "\u0085"} {
			assert.NotContains(h.t, text, forbidden, what)
		}
	}
}

func (h *heard) diagnostics(what string, all protocol.Diagnostics) {
	h.t.Helper()
	h.texts(what, all.Errors()...)
	h.texts(what, all.Warnings()...)
}

// planned applies a plan, and hears what both say.
func (h *heard) planned(what string, server *protocol.Server, plan *protocol.Plan) {
	h.t.Helper()
	h.diagnostics(what+": plan", plan.Diagnostics)
	if plan.Diagnostics.Err() == nil {
		_, diagnostics := server.ApplyResource(plan)
		h.diagnostics(what+": apply", diagnostics)
	}
}

// No name, however it is written, adds a line to a message of the provider or moves a terminal.
func TestNoNameAddsALineToAMessage(t *testing.T) { //nolint:tparallel // its parts change one organization
	t.Parallel()
	start := simulator.SmallCompany()
	start.UserAPIToken.Sites = nil
	org := simulated.Start(t, simulated.WithStart(start), simulated.Unrecorded(), simulated.AllowViolations())
	bad := inHostileHands(t, org)
	settings := map[string]any{"allow_app_uninstall": true}
	h := &heard{t: t}

	t.Run("apps", func(t *testing.T) { //nolint:paralleltest // they change one organization
		h.t = t
		require.NoError(t, org.Simulator.FailUninstalls("Orbit Boards", new("it refuses"+hostile)))
		before := h.quotes
		server := acctest.Server(t, bad, settings)
		restricted := map[string]any{"reviewed_by": "A", "reviewed_at": "2026-11-26", "scopes": []any{}, "egress": []any{}, "vendor": "X", "max_version": "1"}
		approved := map[string]any{"com.paperplane.forms": restricted, "com.example.gone": map[string]any{"reviewed_by": "A", "reviewed_at": "2026-11-26"}}
		h.planned("approvals", server, server.PlanCreate("atlassian_approved_apps", map[string]any{"sites": []any{"acme"}, "approved": approved}))
		imported, diagnostics := server.ImportByID("atlassian_approved_apps", "acme")
		h.diagnostics("approvals: import", diagnostics)
		h.planned("uninstalling", server, server.PlanUpdate(imported, map[string]any{"sites": []any{"acme"}, "approved": approved, "on_unapproved": "uninstall"}))
		h.planned("noting", server, server.PlanCreate("atlassian_approved_apps", map[string]any{"sites": []any{"acme"}, "approved": map[string]any{}, "on_unapproved": "uninstall"}))
		for _, product := range []any{"Jira", "confluence", nil} {
			progress, diagnostics := server.InvokeAction("atlassian_uninstall_app", map[string]any{"site": "acme", "product": product, "app": "com.orbit.boards", "confirm": "com.orbit.boards"})
			h.texts("uninstall_app", progress...)
			h.diagnostics("uninstall_app", diagnostics)
		}
		require.Greater(t, h.quotes, before+6, "the messages of apps quote names")
	})

	t.Run("groups", func(t *testing.T) { //nolint:paralleltest // they change one organization
		h.t = t
		before := h.quotes
		server := acctest.Server(t, bad, nil)
		directory := org.Credentials.DirectoryID
		for _, name := range []string{"engineering", "idp-employees", "org-admins", "jira-users"} {
			state, diagnostics := server.ImportByID("atlassian_group", directory+"/"+org.Simulator.GroupID(name))
			h.diagnostics("group: import", diagnostics)
			require.NoError(t, diagnostics.Err(), name)
			h.diagnostics("group: rename", server.PlanUpdate(state, map[string]any{"name": "another"}).Diagnostics)
			plan := server.PlanDelete(state)
			h.diagnostics("group: delete", plan.Diagnostics)
		}
		h.planned("group: create", server, server.PlanCreate("atlassian_group", map[string]any{"name": "engineering"}))
		contractors := org.Simulator.GroupID("contractors")
		h.planned("role", server, server.PlanCreate("atlassian_group_role_assignment", map[string]any{
			"group_id": contractors, "resource_id": "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a22", "role": "atlassian/user",
		}))
		h.planned("members", server, server.PlanCreate("atlassian_group_members", map[string]any{"group_id": contractors, "emails": []any{"nobody@acme.example"}}))
		for _, one := range []struct{ typeName, group string }{{"atlassian_group", ""}, {"atlassian_group_membership", contractors}, {"atlassian_group_members", ""}, {"atlassian_group_role_assignment", ""}} {
			config := map[string]any{}
			if one.group != "" {
				config["group_id"] = one.group
			}
			found, diagnostics := server.ListResource(one.typeName, config, protocol.ListOptions{})
			h.diagnostics("list", diagnostics)
			for _, result := range found {
				h.texts("list of "+one.typeName, result.DisplayName)
				assert.NotContains(t, result.DisplayName, "\n", "a title is one line")
			}
		}
		_, diagnostics := server.ReadDataSource("atlassian_group", map[string]any{"name": "engineering"})
		h.diagnostics("group", diagnostics)
		require.Greater(t, h.quotes, before+6, "the messages of groups quote names")
	})

	t.Run("policies", func(t *testing.T) { //nolint:paralleltest // they change one organization
		h.t = t
		before := h.quotes
		server := acctest.Server(t, bad, nil)
		staff := "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
		require.NoError(t, org.Simulator.FailMoves("emil.sorensen@acme.example", &simulator.MoveFailure{Status: 400, Title: "No" + hostile, Detail: "It cannot be" + hostile}))
		h.planned("members", server, server.PlanCreate("atlassian_authentication_policy_members", map[string]any{"policy_id": staff, "emails": []any{"emil.sorensen@acme.example"}}))
		state, diagnostics := acctest.Server(t, org, nil).ImportByID("atlassian_authentication_policy_attestation", staff+"@2026-11-01T00:00:00Z")
		if diagnostics.Err() == nil {
			require.NoError(t, org.Simulator.RecordEvent(simulator.Event{Action: simulator.ActionPolicyUpdated, Policy: staff}))
			read, diagnostics := server.ReadResource(state)
			h.diagnostics("attestation: read", diagnostics)
			h.planned("attestation", server, server.PlanUpdate(read, map[string]any{"policy_id": staff, "attested_by": "Ada", "settings": map[string]any{"two_step_verification": "required"}}))
		}
		require.Greater(t, h.quotes, before, "the messages of policies quote names")
	})

	t.Run("refusals", func(t *testing.T) { //nolint:paralleltest // they change one organization
		h.t = t
		org.Simulator.Inject(simulator.Fault{Operation: "POST /graphql ecosystem.appsInstalledInContexts", GraphQLErrors: "half" + hostile, Count: -1})
		server := acctest.Server(t, bad, nil)
		_, diagnostics := server.ReadDataSource("atlassian_installed_apps", map[string]any{"sites": []any{"acme"}})
		require.Error(t, diagnostics.Err())
		h.diagnostics("inventory", diagnostics)
	})
}
