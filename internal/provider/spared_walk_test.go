// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	sparedPerson = "ada.okafor@acme.example"
	otherAdmin   = "bruno.keller@acme.example"
)

// taking is how a type takes access, or the role of an organization admin, from Ada, who has it by the group wardens.
type taking struct {
	// id imports the object. It is empty for an action.
	id func(group, account string) string
	// config is what takes it away. Nil is the deletion.
	config func(org *simulated.Organization, group string) map[string]any
	// direct is set if Ada has the role directly, and by no group.
	direct bool
}

// takes has every type that can take access away, or the role of an organization admin.
var takes = map[string]taking{
	"atlassian_group_membership": {id: func(group, account string) string { return group + "/" + account }},
	"atlassian_group_members": {
		id: func(group, _ string) string { return group },
		config: func(org *simulated.Organization, group string) map[string]any {
			return map[string]any{"group_id": group, "account_ids": []any{org.Simulator.AccountID("chen.li@acme.example")}}
		},
	},
	"atlassian_group_role_assignment": {id: func(group, _ string) string { return group + "/" + adminsResource + "/atlassian/org-admin" }},
	"atlassian_user": {
		id: func(_, account string) string { return account },
		config: func(*simulated.Organization, string) map[string]any {
			return map[string]any{"email": sparedPerson, "status": "suspended"}
		},
	},
	"atlassian_organization_admin": {direct: true, id: func(_, account string) string { return account }},
	"atlassian_organization_admins": {
		direct: true,
		id:     func(string, string) string { return "5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75" },
		config: func(org *simulated.Organization, _ string) map[string]any {
			return map[string]any{"account_ids": []any{org.Simulator.AccountID(otherAdmin)}}
		},
	},
	"atlassian_managed_account": {
		id: func(_, account string) string { return account },
		config: func(org *simulated.Organization, _ string) map[string]any {
			return map[string]any{"account_id": org.Simulator.AccountID(sparedPerson), "active": false}
		},
	},
	"atlassian_deactivate_account": {config: func(*simulated.Organization, string) map[string]any {
		return map[string]any{"accounts": []any{sparedPerson}}
	}},
	"atlassian_suspend_user": {config: func(*simulated.Organization, string) map[string]any {
		return map[string]any{"users": []any{sparedPerson}}
	}},
}

// takesNothing has the types that can take neither away, and why.
var takesNothing = map[string]string{
	"atlassian_group":                               "Atlassian deletes no group that makes admins, so the plan refuses that anyway",
	"atlassian_access_review_decision":              "it writes down a decision, and changes nothing at Atlassian",
	"atlassian_approved_apps":                       "it is about apps",
	"atlassian_authentication_policy_attestation":   "it changes nothing at Atlassian",
	"atlassian_authentication_policy_members":       "another policy is another way to sign in, and protected accounts are spared that",
	"atlassian_data_residency_policy":               "it is about where data is, and gives or takes no access of a person",
	"atlassian_domain_verification":                 "it changes nothing at Atlassian",
	"atlassian_classification_level":                "it is about what content is, and gives or takes no access of a person",
	"atlassian_classification_order":                "it is about what content is, and gives or takes no access of a person",
	"atlassian_user_installed_apps":                 "it is about apps",
	"atlassian_data_security_policy":                "it restricts what all people can do with data",
	"atlassian_ip_allowlist":                        "it restricts the addresses of all people: its own tests check that it never shuts must_allow out",
	"atlassian_move_users_to_authentication_policy": "another policy is another way to sign in, and protected accounts are spared that",
	"atlassian_activate_account":                    "it gives access",
	"atlassian_user_role_assignment":                "it takes one role on one app, and the role of an organization admin is none of those",
	"atlassian_restore_user":                        "it gives access",
	"atlassian_uninstall_app":                       "it is about apps",
	"atlassian_revoke_api_key":                      "a key is no access of a person, and the provider's own is refused",
	"atlassian_revoke_user_api_token":               "a person without a token keeps access and roles",
}

const adminsResource = "ari:cloud:platform::org/5c3f7a10-2e64-4b8d-a1f9-0d6e8b4c2a75"

// wardens is an organization in which Ada is an admin by a group, or directly, and Bruno by another group.
func wardens(t *testing.T, direct bool) (org *simulated.Organization, group string) {
	t.Helper()
	start := simulator.SmallCompany()
	members := []string{sparedPerson, "chen.li@acme.example"}
	if direct {
		members = members[1:]
	}
	start.Groups = append(start.Groups, simulator.Group{
		Name: "wardens", Members: members, Roles: []simulator.Role{{Resource: adminsResource, Role: "atlassian/org-admin"}},
	})
	for i := range start.Users {
		if start.Users[i].Email == sparedPerson {
			start.Users[i].Roles = nil
			if direct {
				start.Users[i].Roles = []simulator.Role{{Resource: adminsResource, Role: "atlassian/org-admin"}}
			}
		}
	}
	for i := range start.Groups {
		if start.Groups[i].Name == "org-admins" {
			start.Groups[i].Members = []string{otherAdmin}
		}
	}
	start.UserAPIToken.Email = "dana.novak@acme.example"
	org = simulated.Start(t, simulated.WithStart(start))
	require.NoError(t, org.Simulator.Suspend("chen.li@acme.example", "")) // a member who cannot take over
	return org, org.Simulator.GroupID("wardens")
}

// facts are the reasons to spare Ada. Each one comes about by itself, and is in the configuration of the provider or at Atlassian.
var facts = map[string]struct {
	come  func(t *testing.T, org *simulated.Organization)
	block func(org *simulated.Organization) map[string]any
	says  string
}{
	"protected": {
		come: func(*testing.T, *simulated.Organization) {},
		block: func(org *simulated.Organization) map[string]any {
			return map[string]any{"protected_account_ids": []any{org.Simulator.AccountID(sparedPerson)}}
		},
		says: "protected",
	},
	"the last admin": {
		come: func(t *testing.T, org *simulated.Organization) {
			t.Helper()
			require.NoError(t, org.Simulator.Suspend(otherAdmin, ""))
		},
		says: "no other organization admin would be left",
	},
	"the key's own person": {
		come: func(t *testing.T, org *simulated.Organization) {
			t.Helper()
			require.NoError(t, org.Simulator.CreateAPIKey(simulator.APIKey{Label: "pipeline", CreatedBy: sparedPerson}))
		},
		says: "they created an API key that has not expired",
	},
}

func TestEveryTypeSaysWhetherItTakesAccess(t *testing.T) {
	t.Parallel()
	schemas := server(t).Schemas()
	known := slices.Concat(slices.Collect(maps.Keys(takes)), slices.Collect(maps.Keys(takesNothing)))
	all := slices.Concat(slices.Collect(maps.Keys(schemas.ResourceSchemas)), slices.Collect(maps.Keys(schemas.ActionSchemas)))
	assert.ElementsMatch(t, all, known, "say in takes how a type takes access away, or in takesNothing why it cannot")
}

// sparedGuide is the guide that these pages link.
const sparedGuide = "guides/accounts-that-keep-access.md"

// The page of such a type says who keeps access, links the guide, and lists the operation that finds the person of the API key. The guide
// names each such type, each error, and what the check needs.
func TestThePagesSayWhoKeepsAccess(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(repository, "templates", sparedGuide))
	require.NoError(t, err)
	guide := string(text)
	for reason := organization.SparedProtected; reason <= organization.SparedPerson; reason++ {
		for _, found := range base.SparedFrom(map[string]*organization.SparedError{"": {Reason: reason, Loss: organization.LossOfAccess}}) {
			assert.Contains(t, guide, "| `"+found.Summary()+"` |")
		}
	}
	for _, need := range []string{"`would lose " + organization.LossOfOrganizationAdmin.String() + "`", "`read:keys:admin`", "`protected_account_ids`", "`user_email`", "If several people created such keys, each of them keeps access"} {
		assert.Contains(t, guide, need)
	}
	schemas := server(t).Schemas()
	for typeName := range takes {
		assert.Contains(t, guide, "`"+typeName+"`")
		var page string
		if action, is := schemas.ActionSchemas[typeName]; is {
			page = action.Schema.Block.Description
		} else {
			page = schemas.ResourceSchemas[typeName].Block.Description
		}
		assert.Contains(t, page, strings.TrimSpace(base.SparedAccounts), typeName)
		assert.Contains(t, page, "](../"+sparedGuide+")", typeName)
		assert.Contains(t, page, "/api-keys` | the scope `read:keys:admin` |", typeName)
	}
}

func TestNoTypeTakesAccessFromWhoMustKeepIt(t *testing.T) {
	t.Parallel()
	for typeName, take := range takes {
		for what, fact := range facts {
			t.Run(typeName+" "+what, func(t *testing.T) {
				t.Parallel()
				org, group := wardens(t, take.direct)
				var block map[string]any
				if fact.block != nil {
					block = fact.block(org)
				}
				if take.id == nil {
					planned := acctest.Server(t, org, nil).PlanAction(typeName, take.config(org, group))
					require.NoError(t, planned.Err(), "nothing speaks against it yet")
					fact.come(t, org)
					_, diagnostics := acctest.Server(t, org, block).InvokePlannedAction(typeName, take.config(org, group))
					assert.ErrorContains(t, diagnostics.Err(), fact.says, "in the apply")
					assertNothingTaken(t, org)
					assert.ErrorContains(t, acctest.Server(t, org, block).PlanAction(typeName, take.config(org, group)).Err(), fact.says, "in the plan")
					assertNothingTaken(t, org)
					return
				}
				plan := func(s *protocol.Server) *protocol.Plan {
					state, diagnostics := s.ImportByID(typeName, take.id(group, org.Simulator.AccountID(sparedPerson)))
					require.NoError(t, diagnostics.Err())
					state, diagnostics = s.ReadResource(state)
					require.NoError(t, diagnostics.Err())
					if take.config == nil {
						return s.PlanDelete(state)
					}
					return s.PlanUpdate(state, take.config(org, group))
				}
				planned := plan(acctest.Server(t, org, nil))
				require.NoError(t, planned.Diagnostics.Err(), "nothing speaks against it yet")
				fact.come(t, org)
				_, diagnostics := acctest.Server(t, org, block).ApplyResource(planned)
				assert.ErrorContains(t, diagnostics.Err(), fact.says, "in the apply")
				assertNothingTaken(t, org)
				assert.ErrorContains(t, plan(acctest.Server(t, org, block)).Diagnostics.Err(), fact.says, "in the plan")
				assertNothingTaken(t, org)
			})
		}
	}
}

// assertNothingTaken says that no request was sent which could take something away. A role that somebody else gets takes nothing.
func assertNothingTaken(t *testing.T, org *simulated.Organization) {
	t.Helper()
	for operation := range org.Simulator.Requests() {
		if !strings.HasPrefix(operation, "GET ") && !strings.HasSuffix(operation, "/role-assignments/assign") && !strings.HasSuffix(operation, "/search") && !strings.HasSuffix(operation, "/workspaces") && !strings.HasSuffix(operation, "/bulk-fetch") {
			assert.Fail(t, "something may have been taken away", operation)
		}
	}
}
