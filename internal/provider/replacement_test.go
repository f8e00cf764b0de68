// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// relations are the types that hold a relation between things that outlive them: destroying one object of them can take away
// what another one holds. Each has a resource in replacedConfig.
var relations = []string{
	"atlassian_authentication_policy_members",
	"atlassian_group_members",
	"atlassian_group_membership",
	"atlassian_group_role_assignment",
	"atlassian_organization_admin",
	"atlassian_user",
	"atlassian_user_installed_apps",
	"atlassian_user_role_assignment",
}

// withoutRelation are the other types, each with the reason why a replacement has nothing to lose.
var withoutRelation = map[string]string{
	"atlassian_access_review_decision":            "its end forgets the decision, and changes nothing in Atlassian: a test of its own holds that no finding is lost",
	"atlassian_approved_apps":                     "its end forgets approvals, and changes nothing in Atlassian",
	"atlassian_authentication_policy_attestation": "its end forgets what was attested, and changes nothing in Atlassian",
	"atlassian_classification_level":              "it is the thing itself: a replacement of the same name takes the level over, and a test of its own covers it",
	"atlassian_classification_order":              "its end forgets the order, and changes nothing in Atlassian",
	"atlassian_data_residency_policy":             "it is the thing itself: a replacement keeps the policy, and a test of its own covers it",
	"atlassian_domain_verification":               "its end forgets the domain, and changes nothing in Atlassian",
	"atlassian_organization_admins":               "its end forgets the list, and takes the role from nobody: a test of its own covers its replacement",
	"atlassian_group":                             "it is the thing itself: a replacement on purpose deletes it, and a test of its own covers it",
	"atlassian_data_security_policy":              "it is the thing itself: a replacement keeps the policy, and a test of its own covers it",
	"atlassian_ip_allowlist":                      "it is the thing itself: a replacement keeps the policy, and a test of its own covers it",
	"atlassian_managed_account":                   "its end forgets the account, and changes nothing in Atlassian",
}

// replacedConfig has a resource of every relation. Its keys come from terraform_data.keys, so that they are unknown in a plan
// that replaces it. LIFECYCLE is a line of every lifecycle block.
const replacedConfig = `
variable "turn" {
  default = 0
}

resource "terraform_data" "keys" {
  triggers_replace = var.turn
  input = {
    listed = "LISTED"
    single = "SINGLE"
    policy = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
    site   = "acme"
    person = "lena.fischer@contractor.example"
    admin  = "chen.li@acme.example"
    invited = "gus.moreau@acme.dev"
  }
}

resource "atlassian_group_members" "this" {
  group_id     = terraform_data.keys.output.listed
  emails       = ["chen.li@acme.example", "dana.novak@acme.example", "gus.moreau@acme.dev"]
  max_removals = 0
  lifecycle {
    LIFECYCLE
  }
}

resource "atlassian_group_membership" "this" {
  group_id = terraform_data.keys.output.single
  email    = "fatima.haddad@acme.example"
  lifecycle {
    LIFECYCLE
  }
}

resource "atlassian_group_role_assignment" "this" {
  group_id    = terraform_data.keys.output.single
  resource_id = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
  role        = "atlassian/user"
  lifecycle {
    LIFECYCLE
  }
}

resource "atlassian_group_role_assignment" "placed" {
  group_id = terraform_data.keys.output.single
  site     = terraform_data.keys.output.site
  product  = "jira-software"
  role     = "atlassian/user"
  lifecycle {
    LIFECYCLE
  }
}

resource "atlassian_authentication_policy_members" "this" {
  policy_id          = terraform_data.keys.output.policy
  fallback_policy_id = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
  emails             = ["emil.sorensen@acme.example"]
  lifecycle {
    LIFECYCLE
  }
}

resource "atlassian_user" "this" {
  email = terraform_data.keys.output.invited
  lifecycle {
    LIFECYCLE
  }
}

resource "atlassian_user_installed_apps" "this" {
  site       = terraform_data.keys.output.site
  rule       = "deny"
  on_destroy = "allow"
  lifecycle {
    LIFECYCLE
  }
}

resource "atlassian_user_role_assignment" "this" {
  email       = terraform_data.keys.output.person
  resource_id = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
  role        = "atlassian/user"
  lifecycle {
    LIFECYCLE
  }
}

resource "atlassian_organization_admin" "this" {
  email = terraform_data.keys.output.admin
  lifecycle {
    LIFECYCLE
  }
}
`

// replaced is a workspace with replacedConfig, and the organization that it is applied to.
type replaced struct {
	*cli.Workspace

	org    *simulated.Organization
	before held
}

// held is what the configuration holds in the organization.
type held struct {
	Listed, Single, Policy []string
	Roles, Person, Admin   []simulator.Role
	Rule, Invited          string
}

func (r *replaced) held() held {
	s := r.org.Simulator
	return held{s.Members("engineering"), s.Members("contractors"), s.AuthenticationPolicyMembers("Staff"), s.Roles("contractors"), s.UserRoles("lena.fischer@contractor.example"), s.UserRoles("chen.li@acme.example"), s.UserInstalledApps("acme"), s.UserStatus("gus.moreau@acme.dev")}
}

func (r *replaced) write(lifecycle string) {
	r.Write("main.tf", strings.NewReplacer(
		"LISTED", r.org.Simulator.GroupID("engineering"), "SINGLE", r.org.Simulator.GroupID("contractors"), "LIFECYCLE", lifecycle,
	).Replace(replacedConfig))
}

func newReplaced(t *testing.T) *replaced {
	t.Helper()
	org := simulated.Start(t)
	r := &replaced{Workspace: cli.New(t, org).Keep(), org: org}
	r.write("")
	r.MustRun("apply", "-auto-approve")
	r.before = r.held()
	require.Contains(t, r.before.Policy, org.Simulator.AccountID("emil.sorensen@acme.example"))
	require.Equal(t, "deny", r.before.Rule)
	require.Len(t, r.before.Roles, 2)
	require.Len(t, r.before.Person, 1)
	require.Len(t, r.before.Admin, 1)
	return r
}

// nothingLost checks that everything is as it was, that nothing was taken away in between, and that the next plan is empty.
func (r *replaced) nothingLost(t *testing.T, after string, vars ...string) {
	t.Helper()
	assert.Equal(t, r.before, r.held(), after)
	for operation, count := range r.org.Simulator.Requests() {
		for _, taking := range []string{"DELETE ", "/role-assignments/revoke", "/roles/revoke", "/add-users", "/suspend", "/users/invite", "updateUserInstallationRules"} {
			if strings.Contains(operation, taking) {
				assert.Zero(t, count, "%s sent %s", after, operation)
			}
		}
	}
	again := r.Run(append([]string{"plan", "-detailed-exitcode", "-no-color"}, vars...)...)
	assert.Zero(t, again.ExitCode, "%s: the next plan is not empty:\n%s", after, again.Output)
	r.org.Simulator.ResetRequests()
}

// replace are the arguments that replace every relation.
func replace(more ...string) []string {
	args := append([]string{"apply", "-auto-approve", "-no-color"}, more...)
	for _, typeName := range relations {
		args = append(args, "-replace="+typeName+".this")
	}
	return args
}

const createFirst = "create_before_destroy = true"

func TestEveryTypeSaysWhatItsReplacementMayTakeAway(t *testing.T) {
	t.Parallel()
	all := resources(t.Context(), everything(t))
	guide, err := os.ReadFile(filepath.Join(repository, "templates/guides/replacement.md"))
	require.NoError(t, err)
	schemas := server(t).Schemas().ResourceSchemas
	for name := range all {
		reason, excused := withoutRelation[name]
		if excused {
			assert.NotEmpty(t, reason)
		}
		assert.NotEqual(t, excused, slices.Contains(relations, name), "%s must be in exactly one of relations and withoutRelation", name)
		if slices.Contains(relations, name) {
			assert.Contains(t, replacedConfig, `resource "`+name+`" "this"`)
			assert.Contains(t, string(guide), "`"+name+"`", "the guide names the types that it is about")
			assert.Contains(t, schemas[name].Block.Description, "](../guides/replacement.md)", name)
		}
	}
	assert.Len(t, all, len(relations)+len(withoutRelation))
}

func TestAReplacementTakesNothingAway(t *testing.T) {
	t.Parallel()
	for name, lifecycle := range map[string]string{"delete first": "", "create first": createFirst} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newReplaced(t)
			r.write(lifecycle)
			r.org.Simulator.ResetRequests()

			r.MustRun(replace()...)
			r.nothingLost(t, "-replace")

			for _, typeName := range relations {
				r.MustRun("taint", typeName+".this")
			}
			r.MustRun("apply", "-auto-approve", "-no-color")
			r.nothingLost(t, "a tainted object")

			r.MustRun(replace("-var=turn=1")...)
			r.nothingLost(t, "-replace with unknown keys", "-var=turn=1")
		})
	}
}

// Neither is a key that is not known in the plan a reason to replace anything.
func TestAnUnknownKeyTakesNothingAway(t *testing.T) {
	t.Parallel()
	r := newReplaced(t)
	r.org.Simulator.ResetRequests()
	plan := r.MustRun("plan", "-no-color", "-var=turn=1")
	for _, typeName := range relations {
		assert.Contains(t, plan.Output, typeName+".this will be updated in-place")
	}
	assert.Contains(t, plan.Output, "atlassian_group_role_assignment.placed will be updated in-place")
	assert.Contains(t, plan.Output, fmt.Sprintf("Plan: 1 to add, %d to change, 1 to destroy.", 1+len(relations)), "terraform_data alone is replaced")
	r.MustRun("apply", "-auto-approve", "-no-color", "-var=turn=1")
	r.nothingLost(t, "an unknown key", "-var=turn=1")
}

// An apply that was interrupted between the two halves of a replacement leaves the old object behind, deposed.
func TestADeposedObjectTakesNothingAway(t *testing.T) {
	t.Parallel()
	r := newReplaced(t)
	r.write(createFirst)
	r.depose(t)
	r.org.Simulator.ResetRequests()
	ended := r.MustRun("apply", "-auto-approve", "-no-color")
	assert.Contains(t, ended.Output, fmt.Sprintf("%d destroyed", 1+len(relations)), "%s", ended.Output)
	r.nothingLost(t, "a deposed object")
	state, err := os.ReadFile(filepath.Join(r.Dir, "terraform.tfstate"))
	require.NoError(t, err)
	assert.NotContains(t, string(state), "deposed")
}

// depose adds a deposed copy of every relation to the state.
func (r *replaced) depose(t *testing.T) {
	t.Helper()
	file := filepath.Join(r.Dir, "terraform.tfstate")
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var state map[string]any
	require.NoError(t, json.Unmarshal(text, &state))
	deposed := make(map[string]bool)
	for _, one := range state["resources"].([]any) {
		resource := one.(map[string]any)
		if !slices.Contains(relations, resource["type"].(string)) {
			continue
		}
		instances := resource["instances"].([]any)
		former := maps.Clone(instances[0].(map[string]any))
		former["deposed"] = "0badcafe"
		resource["instances"] = append(instances, former)
		deposed[resource["type"].(string)] = true
	}
	require.Len(t, relations, len(deposed))
	state["serial"] = state["serial"].(float64) + 1
	text, err = json.Marshal(state)
	require.NoError(t, err)
	r.Write("terraform.tfstate", string(text))
}
