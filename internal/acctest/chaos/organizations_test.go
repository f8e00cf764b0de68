// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// silent lets no request through.
type silent struct{ t *testing.T }

func (s silent) RoundTrip(r *http.Request) (*http.Response, error) {
	s.t.Errorf("%s %s was sent", r.Method, r.URL.Path)
	return nil, errors.New("no request may be sent")
}

// A person has the same account ID in two organizations. With the state of one and the key of the other, no type is read, changed or destroyed
// there: nothing is even asked.
func TestAStateOfAnotherOrganizationIsLeftAlone(t *testing.T) {
	t.Parallel()
	tried := make(map[string]bool)
	for seed := uint64(1); len(tried) < len(kinds); seed++ {
		require.Less(t, seed, uint64(50), "no case has all of %v", sorted(kinds))
		synctest.Test(t, func(t *testing.T) { leavesAlone(t, seed, tried) })
	}
}

// leavesAlone makes objects of all types, and comes with another organization.
func leavesAlone(t *testing.T, seed uint64, tried map[string]bool) {
	t.Helper()
	c := newCase(t, seed, &tally{}, options{atOnce: true})
	defer func() { c.die() }()
	all := c.makeAll()
	other := acctest.Process(c.ctx, t, c.org, silent{t}, func(settings *organization.Settings) {
		settings.OrganizationID = "11111111-2e64-4b8d-a1f9-0d6e8b4c2a75"
		settings.Experimental = []string{organization.BackupPolicies, organization.GroupUpdate}
	})
	for _, address := range slices.Sorted(maps.Keys(c.terraform.State)) {
		object := c.terraform.State[address].Current
		if object == nil {
			continue
		}
		state, config := object.State, all.at(address).Values
		tried[state.TypeName] = true
		refused := func(said protocol.Diagnostics, doing string) {
			assert.ErrorContains(t, said.Err(), "The state is of another organization", "%s of %s", doing, address)
		}
		_, said := other.ReadResource(state)
		refused(said, "the refresh")
		refused(other.PlanDelete(state).Diagnostics, "the plan of the end")
		refused(other.PlanUpdate(state, config).Diagnostics, "the plan")
		end := protocol.Plan{TypeName: state.TypeName, Action: protocol.Delete, Prior: state, Identity: state.Identity, Private: state.Private}
		_, said = other.ApplyResource(&end)
		refused(said, "the end")
		change := end
		change.Action, change.Config, change.Planned = protocol.Update, config, state.Values
		_, said = other.ApplyResource(&change)
		refused(said, "the change")
	}
}
