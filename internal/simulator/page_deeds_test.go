// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Each button does to the organization what its name says, and the page says that
// it is done. Buttons that belong together are pressed one after the other.
func TestEachButtonOfThePageDoesWhatItSays(t *testing.T) {
	t.Parallel()

	const milo = "milo.rossi@contractor.example"

	user := func(b *bench, address string) simulator.User {
		users := b.Organization().Users

		return users[slices.IndexFunc(users, func(u simulator.User) bool { return u.Email == address })]
	}
	domain := func(b *bench, name string) string {
		domains := b.Organization().Domains

		return domains[slices.IndexFunc(domains, func(d simulator.Domain) bool { return d.Name == name })].ClaimStatus
	}
	twoStep := func(b *bench, name string) string { return b.policy(name).Settings.TwoStepVerification }

	type step struct {
		button string
		typed  map[string]string
		says   string
		now    func(b *bench) any
		is     any
	}

	for name, steps := range map[string][]step{
		"members": {
			{"Remove Lena Fischer from contractors", nil, "Lena Fischer is no longer in contractors.", func(b *bench) any { return b.found("contractors") }, []string{milo}},
			{"Add the person to contractors", map[string]string{"user": " Emil.Sorensen@acme.example"}, "Emil Sorensen is now in contractors.", func(b *bench) any { return b.found("contractors") }, []string{emil, milo}},
			{"Add Ada Okafor to the group", map[string]string{"to": "Contractors"}, "Ada Okafor is now in Contractors.", func(b *bench) any { return b.found("contractors") }, []string{ada, emil, milo}},
			{"Add the person to idp-employees", map[string]string{"user": ada}, "Ada Okafor is now in idp-employees.", func(b *bench) any { return slices.Contains(b.found("idp-employees"), ada) }, true},
		},
		"groups": {
			{"Rename engineering", map[string]string{"name": " builders "}, "engineering is now called builders.", func(b *bench) any { return b.GroupID("engineering") }, ""},
			{"Delete builders", nil, "builders is deleted.", func(b *bench) any { return b.GroupID("builders") }, ""},
		},
		"people": {
			{"Suspend Emil Sorensen", nil, "Emil Sorensen is suspended.", func(b *bench) any { return user(b, emil).Status }, "suspended"},
			{"Restore Emil Sorensen", nil, "Emil Sorensen is no longer suspended.", func(b *bench) any { return user(b, emil).Status }, "active"},
			{"Deactivate Emil Sorensen", nil, "Emil Sorensen is deactivated.", func(b *bench) any { return user(b, emil).Status }, "deactivated"},
			{"Activate Emil Sorensen", nil, "Emil Sorensen is active.", func(b *bench) any { return user(b, emil).Status }, "active"},
			{"Switch on two-step verification of Emil Sorensen", nil, "Emil Sorensen has two-step verification.", func(b *bench) any { return user(b, emil).MFA }, true},
			{"Switch off two-step verification of Emil Sorensen", nil, "Emil Sorensen has no two-step verification.", func(b *bench) any { return user(b, emil).MFA }, false},
		},
		"authentication policies": {
			{"Make two-step verification optional in Staff", nil, "Two-step verification is optional in the policy Staff.", func(b *bench) any { return twoStep(b, "Staff") }, "optional"},
			{"Require two-step verification in Staff", nil, "Two-step verification is required in the policy Staff.", func(b *bench) any { return twoStep(b, "Staff") }, "required"},
			{"Move Ada Okafor to the policy", map[string]string{"policy": "Everyone"}, "Ada Okafor is in the policy Everyone.", func(b *bench) any { return b.AuthenticationPolicyOf(ada) == b.AuthenticationPolicyID("Everyone") }, true},
		},
		"domains": {
			{"Lose the token of acme.example", nil, "The token of acme.example is missing.", func(b *bench) any { return domain(b, "acme.example") }, "missing_token"},
			{"Mark acme.example unverified", nil, "acme.example is unverified.", func(b *bench) any { return domain(b, "acme.example") }, "unverified"},
			{"Verify acme.example", nil, "acme.example is verified.", func(b *bench) any { return domain(b, "acme.example") }, "verified"},
		},
		"apps": {
			{"Install Ledger Export in jira on acme", nil, "Ledger Export is installed in jira on acme.", func(b *bench) any { return b.AppInstallations("Ledger Export")[0].Context }, inJira},
			{"Uninstall Ledger Export from jira on acme", nil, "Ledger Export is no longer installed in jira on acme.", func(b *bench) any { return len(b.AppInstallations("Ledger Export")) }, 0},
		},
		"faults": {
			{"Arm the fault", nil, "Armed: status 429, 1×: any operation.", func(b *bench) any { return b.Faults() }, []simulator.Fault{{Status: 429, Count: 1}}},
			{"Remove all faults", nil, "All faults are removed.", func(b *bench) any { return len(b.Faults()) }, 0},
			{"Arm the fault", map[string]string{"kind": "500", "operation": searchGroups, "count": "2"}, "Armed: status 500, 2×: " + searchGroups + ".", func(b *bench) any { return b.Faults() }, []simulator.Fault{{Operation: searchGroups, Status: 500, Count: 2}}},
			{"Remove all faults", nil, "All faults are removed.", func(b *bench) any { return len(b.Faults()) }, 0},
			{"Arm the fault", map[string]string{"kind": "lost"}, "Armed: lost answer, 1×: any operation.", func(b *bench) any { return b.Faults() }, []simulator.Fault{{LoseAnswer: true, Count: 1}}},
		},
		"record": {
			{"Reset requests", nil, "The requests are counted from zero.", func(b *bench) any { return len(b.Requests()) + len(b.LastRequests()) }, 0},
			{"Forget the violations", nil, "The violations are forgotten.", func(b *bench) any { return len(b.Violations()) }, 0},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			b := startAllowing(t, simulator.Options{})
			b.ok("GET", "{v1}/domains", nil)
			b.do("GET", "/nowhere", nil)
			v := b.visit("")

			for _, step := range steps {
				v.press(step.button, step.typed)
				assert.Equal(t, step.says, v.says(), step.button)
				assert.Equal(t, step.is, step.now(b), step.button)
			}
		})
	}
}

// What the organization refuses is not done, and the page says why.
func TestThePageSaysWhyNothingWasDone(t *testing.T) {
	t.Parallel()

	for name, refused := range map[string]struct {
		button string
		typed  map[string]string
		says   string
	}{
		"a stranger":                {"Add the person to contractors", map[string]string{"user": "nobody@acme.example"}, `Not done: "nobody@acme.example" is neither account ID nor email address of a user.`},
		"nobody":                    {"Add the person to contractors", nil, "Not done: name a group and a person."},
		"no such group":             {"Add Ada Okafor to the group", map[string]string{"to": "none"}, `Not done: group "none": not found.`},
		"the name of another group": {"Rename engineering", map[string]string{"name": "Contractors"}, `Not done: name: there is a group "Contractors" already (case does not matter).`},
		"no name":                   {"Rename engineering", map[string]string{"name": " "}, "Not done: the name must have 1 to 255 characters."},
		"a former member":           {"Remove Lena Fischer from contractors", map[string]string{"user": "nobody"}, `Not done: member "nobody" of group "contractors": not found.`},
		"nobody to suspend":         {"Suspend Ada Okafor", map[string]string{"user": "nobody"}, "Not done: nobody is in no directory where this can be done."},
		"no such status":            {"Deactivate Ada Okafor", map[string]string{"user": "nobody"}, `Not done: user "nobody": not found.`},
		"no such policy":            {"Move Ada Okafor to the policy", map[string]string{"policy": "none"}, `Not done: authentication policy "none": not found.`},
		"no such domain":            {"Verify acme-labs.example", map[string]string{"domain": "none.example"}, `Not done: domain "none.example": not found.`},
		"no such app":               {"Install Ledger Export in jira on acme", map[string]string{"app": "none"}, `Not done: app "none": not found.`},
		"no such fault":             {"Arm the fault", map[string]string{"kind": "none"}, "Not done: the page has no such fault."},
		"no such operation":         {"Arm the fault", map[string]string{"operation": "none"}, `Not done: operation "none" is not served`},
		"no request":                {"Arm the fault", map[string]string{"count": "0"}, "Not done: the number of requests is 1 or more."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			b := start(t, simulator.Options{})
			before := b.Organization()
			v := b.visit("").press(refused.button, refused.typed)
			assert.Contains(t, v.says(), refused.says)
			assert.Contains(t, v.raw, `class="refused"`)
			assert.Equal(t, before, b.Organization())
			assert.Empty(t, b.Faults())
		})
	}
}

// A button leads back to its row, which stays open, and a note is shown by its
// number as long as it is one of the last fifty.
func TestAButtonOfThePageLeadsBack(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: simulator.Organization{Name: "Small", Users: []simulator.User{{Email: ada, Name: "Ada Okafor"}}}})
	v := b.visit("?people=okafor").press("Suspend Ada Okafor", nil)

	assert.Equal(t, "note=1&people=okafor", v.at.RawQuery)
	assert.Contains(t, v.raw, `id="`+v.at.Fragment+`"`)
	assert.Contains(t, v.raw, "<details open><summary aria-label=\"Change Ada Okafor\"")
	assert.Contains(t, v.buttons(), "Restore Ada Okafor")
	assert.NotContains(t, v.buttons(), "Suspend Ada Okafor")

	for range 49 {
		require.Equal(t, http.StatusOK, b.do("POST", "/_simulator/do/clear-faults", nil).status)
	}

	assert.Equal(t, "Ada Okafor is suspended.", b.visit("?note=1").says())
	require.Equal(t, http.StatusOK, b.do("POST", "/_simulator/do/clear-faults", nil).status)

	assert.Empty(t, b.visit("?note=1").says())
	assert.Equal(t, "All faults are removed.", b.visit("?note=51").says())
}

// What is not offered cannot be done by a button, and each button has a name that
// says on what it acts.
func TestThePageOffersWhatMakesSense(t *testing.T) {
	t.Parallel()

	buttons := start(t, simulator.Options{}).visit("").buttons()

	for _, absent := range []string{
		"Deactivate Lena Fischer", "Move Lena Fischer to the policy", // she is not managed
		"Activate Ada Okafor", "Restore Ada Okafor", "Deactivate Kofi Mensah", "Suspend Julia Santos",
		"Verify acme.example", "Mark acme-labs.example unverified", "Install Orbit Boards in jira on acme",
	} {
		assert.NotContains(t, buttons, absent)
	}

	for _, present := range []string{"Activate Kofi Mensah", "Restore Julia Santos", "Suspend Lena Fischer"} {
		assert.Contains(t, buttons, present)
	}

	assert.NotContains(t, buttons, "")
}
