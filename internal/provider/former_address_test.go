// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// The address of a person who got another one, and the ID of an account that nobody has yet.
const (
	formerAddress = "emil.sorensen@acme.example"
	newAddress    = "emil.soerensen@acme.example"
	anotherOne    = "712020:11111111-2222-4333-8444-555555555555"
)

// byAddress are the types that name one person by address: the HCL beside the address, and whether an account has what the resource gives.
var byAddress = map[string]struct {
	hcl func(org *simulated.Organization) string
	has func(org *simulated.Organization, accountID string) bool
}{
	"atlassian_group_membership": {
		func(org *simulated.Organization) string {
			return fmt.Sprintf("group_id = %q", org.Simulator.GroupID("contractors"))
		},
		func(org *simulated.Organization, accountID string) bool {
			return slices.Contains(org.Simulator.Members("contractors"), accountID)
		},
	},
	"atlassian_user": {
		func(*simulated.Organization) string { return `on_destroy = "suspend"` },
		func(org *simulated.Organization, accountID string) bool {
			return org.Simulator.UserStatus(accountID) == "active"
		},
	},
	"atlassian_organization_admin": {
		func(*simulated.Organization) string { return "" },
		func(org *simulated.Organization, accountID string) bool {
			return slices.ContainsFunc(org.Simulator.UserRoles(accountID), func(role simulator.Role) bool { return role.Role == "atlassian/org-admin" })
		},
	},
	"atlassian_user_role_assignment": {
		func(*simulated.Organization) string {
			return "site = \"acme\"\nproduct = \"confluence\"\nrole = \"atlassian/user\""
		},
		func(org *simulated.Organization, accountID string) bool {
			return slices.ContainsFunc(org.Simulator.UserRoles(accountID), func(role simulator.Role) bool { return role.Role == "atlassian/user" })
		},
	},
}

// The state knows a person by an address that is another one's now. A resource for that other person takes nothing over, so the first one
// loses what its resource gave.
func TestAFormerAddressHoldsNothingForItsFirstPerson(t *testing.T) {
	t.Parallel()
	for _, name := range slices.Sorted(maps.Keys(byAddress)) {
		for _, flag := range []string{"-parallelism=1", "-refresh=false", "-parallelism=10"} {
			t.Run(name+flag, func(t *testing.T) {
				t.Parallel()
				org := simulated.Start(t)
				of := byAddress[name]
				hcl := func(label string) string {
					return fmt.Sprintf("resource %q %q {\n  email = %q\n%s\n}\n", name, label, formerAddress, of.hcl(org))
				}
				w := cli.New(t, org).Keep()
				w.Write("main.tf", hcl("first"))
				w.MustRun("apply", "-auto-approve", "-no-color")
				first := org.Simulator.AccountID(formerAddress)
				require.True(t, of.has(org, first))

				require.NoError(t, org.Simulator.ChangeProfile(first, simulator.ProfileChange{Email: new(newAddress)}))
				_, err := org.Simulator.AddUser(simulator.User{AccountID: anotherOne, Email: formerAddress})
				require.NoError(t, err)
				w.Write("main.tf", hcl("second"))
				applied := w.MustRun("apply", "-auto-approve", "-no-color", flag)
				assert.False(t, of.has(org, first), applied.Output)
				assert.True(t, of.has(org, anotherOne), applied.Output)
				emptyPlan(t, w)
			})
		}
	}
}

// So it is if no account has the address while Terraform plans, and the same apply invites somebody by it.
func TestAFormerAddressHoldsNothingForWhoIsInvited(t *testing.T) {
	t.Parallel()
	const former, present = "zoe.former@acme.example", "zoe.present@acme.example"
	for _, name := range slices.Sorted(maps.Keys(byAddress)) {
		for _, flag := range []string{"-parallelism=1", "-refresh=false", "-parallelism=10"} {
			t.Run(name+flag, func(t *testing.T) {
				t.Parallel()
				org := simulated.Start(t)
				_, err := org.Simulator.AddUser(simulator.User{AccountID: anotherOne, Email: former}) // with an ID that is not made of the address
				require.NoError(t, err)
				of := byAddress[name]
				w := cli.New(t, org).Keep()
				w.Write("main.tf", fmt.Sprintf("resource %q \"first\" {\n  email = %q\n%s\n}\n", name, former, of.hcl(org)))
				w.MustRun("apply", "-auto-approve", "-no-color")
				require.True(t, of.has(org, anotherOne))
				require.NoError(t, org.Simulator.ChangeProfile(anotherOne, simulator.ProfileChange{Email: new(present)}))

				second := fmt.Sprintf("resource \"atlassian_user\" \"second\" {\n  email = %q\n  groups = [%q]\n}\n", former, org.Simulator.GroupID("engineering"))
				if name != "atlassian_user" {
					second += fmt.Sprintf("resource %q \"second\" {\n  email = atlassian_user.second.email\n%s\n}\n", name, of.hcl(org))
				}
				w.Write("main.tf", second)
				applied := w.MustRun("apply", "-auto-approve", "-no-color", flag)
				assert.False(t, of.has(org, anotherOne), applied.Output)
				assert.True(t, of.has(org, org.Simulator.AccountID(former)), applied.Output)
				emptyPlan(t, w)
			})
		}
	}
}

// A configuration that names a person by a former address does not describe what is there, whether another account has the address now, or
// none has. The plan is not empty.
func TestAFormerAddressIsSeen(t *testing.T) {
	t.Parallel()
	for _, name := range slices.Sorted(maps.Keys(byAddress)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			w := cli.New(t, org).Keep()
			w.Write("main.tf", fmt.Sprintf("resource %q \"this\" {\n  email = %q\n%s\n}\n", name, formerAddress, byAddress[name].hcl(org)))
			w.MustRun("apply", "-auto-approve", "-no-color")
			emptyPlan(t, w)

			require.NoError(t, org.Simulator.ChangeProfile(formerAddress, simulator.ProfileChange{Email: new(newAddress)}))
			plan := w.Run("plan", "-no-color", "-detailed-exitcode")
			assert.Equal(t, 1, plan.ExitCode, plan.Output)
			assert.Regexp(t, "(?i)write (the new address|email = )", folded(plan))
			assert.Contains(t, folded(plan), newAddress)

			_, err := org.Simulator.AddUser(simulator.User{AccountID: anotherOne, Email: formerAddress})
			require.NoError(t, err)
			plan = w.Run("plan", "-no-color", "-detailed-exitcode")
			if name == "atlassian_user" { // this type changes no person into another one
				assert.Equal(t, 1, plan.ExitCode, plan.Output)
				return
			}
			assert.Equal(t, 2, plan.ExitCode, plan.Output)
			assert.Contains(t, folded(plan), "Another person takes the place of this one")
			w.MustRun("apply", "-auto-approve", "-no-color")
			assert.NotContains(t, w.MustRun("plan", "-no-color").Output, "Another person takes the place")
		})
	}
}

// A tainted person is planned as a new one, without the one before. The former address does not take that one's access away for it, and does not
// keep it in silence.
func TestATaintedPersonWithAnotherAddress(t *testing.T) {
	t.Parallel()
	for _, flag := range []string{"-refresh=true", "-refresh=false"} {
		t.Run(flag, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			const former = "zoe.former@acme.example"
			_, err := org.Simulator.AddUser(simulator.User{AccountID: anotherOne, Email: former})
			require.NoError(t, err)
			w := cli.New(t, org).Keep()
			w.Write("main.tf", fmt.Sprintf("resource \"atlassian_user\" \"zoe\" {\n  email  = %q\n  groups = [%q]\n}\n", former, org.Simulator.GroupID("engineering")))
			w.MustRun("apply", "-auto-approve", "-no-color")
			w.MustRun("taint", "atlassian_user.zoe")
			require.NoError(t, org.Simulator.ChangeProfile(anotherOne, simulator.ProfileChange{Email: new("zoe.present@acme.example")}))
			applied := w.Run("apply", "-auto-approve", "-no-color", flag)
			assert.Equal(t, "active", org.Simulator.UserStatus(anotherOne), applied.Output)
			if flag == "-refresh=true" {
				assert.Equal(t, 1, applied.ExitCode)
				assert.Contains(t, folded(applied), "The address of the person has changed")
				return
			}
			assert.Contains(t, folded(applied), "keeps the access to directory")
		})
	}
}

// A former address is seen as well if Atlassian hides the new one: then the state has the former one, until another account has it.
func TestAFormerAddressIsSeenIfTheNewOneIsHidden(t *testing.T) {
	t.Parallel()
	for _, name := range slices.Sorted(maps.Keys(byAddress)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			org := simulated.Start(t)
			config := map[string]map[string]any{
				"atlassian_group_membership":     {"group_id": org.Simulator.GroupID("contractors")},
				"atlassian_user":                 {},
				"atlassian_organization_admin":   {},
				"atlassian_user_role_assignment": {"site": "acme", "product": "confluence", "role": "atlassian/user"},
			}[name]
			config["email"] = formerAddress
			state := acctest.Server(t, org, nil).Converge(t, name, config)
			require.NoError(t, org.Simulator.ChangeProfile(formerAddress, simulator.ProfileChange{Email: new(newAddress)}))
			hiding := org.Edited(t, "/users/search", func(body any) any {
				found, _ := body.(map[string]any)["data"].([]any)
				for _, one := range found {
					if user, ok := one.(map[string]any); ok && user["email"] == newAddress {
						delete(user, "email")
					}
				}
				return body
			})
			planned := func() *protocol.Plan {
				server := acctest.Server(t, hiding, nil)
				read, diagnostics := server.ReadResource(state)
				require.NoError(t, diagnostics.Err())
				return server.PlanUpdate(read, config)
			}
			assert.Equal(t, protocol.NoOp, planned().Action, "it is hidden, and not changed")
			_, err := org.Simulator.AddUser(simulator.User{AccountID: anotherOne, Email: formerAddress})
			require.NoError(t, err)
			assert.NotEqual(t, protocol.NoOp, planned().Action)
		})
	}
}

// A type that names a person by an address is in the walk above.
func TestEachTypeThatNamesAPersonByAddressIsTried(t *testing.T) {
	t.Parallel()
	const byID = "atlassian_managed_account" // its email is the address that the account is to have
	for name, one := range inOrder(resources(t.Context(), everything(t))) {
		var schema resource.SchemaResponse
		one.Schema(t.Context(), resource.SchemaRequest{}, &schema)
		email, has := schema.Schema.Attributes["email"]
		if has && name != byID {
			assert.True(t, email.IsOptional() || email.IsRequired(), name)
		}
		_, tried := byAddress[name]
		assert.Equal(t, has && name != byID, tried, name)
	}
}
