// SPDX-License-Identifier: MPL-2.0

package classification_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// order is the state of the order after a refresh.
func order(t *testing.T, server *protocol.Server, org *simulated.Organization) *protocol.State {
	t.Helper()
	state, diagnostics := server.ImportByID(orderType, org.Credentials.OrganizationID)
	require.NoError(t, diagnostics.Err())
	state, diagnostics = server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	return state
}

func TestAListThatIsNotExactlyTheLevels(t *testing.T) {
	t.Parallel()
	org := with(t, "A", "B", "Old:ARCHIVED")
	server := acctest.Server(t, org, nil)
	config := ordered("B", "A")
	config["level_ids"] = append(config["level_ids"].([]any), tag("Old"), noLevel)
	plan := server.PlanUpdate(order(t, server, org), config)
	const why = "level_ids has 1 level that Atlassian has archived:\n- \"Old\" (ari:cloud:platform::classification-tag/old)\n\nRestore it, such as by an atlassian_classification_level that you import, or take it out of the list.\n\n" +
		"level_ids has 1 level that Atlassian does not list:\n- ari:cloud:platform::classification-tag/none\n\nCorrect the ID, or take it out of the list."
	require.NoError(t, plan.Diagnostics.Err())
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "As it is, apply will fail. "+why)
	state, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.EqualError(t, diagnostics.Err(), "Levels cannot be ordered: Nothing was changed. "+why+` (at AttributeName("level_ids"))`)
	assert.Equal(t, tags("A", "B"), state.Values["level_ids"])
	assert.Empty(t, writes(org))
}

// A level that is not listed shows as drift, in this plan and in the next one.
func TestALevelThatIsNotListed(t *testing.T) {
	t.Parallel()
	org := with(t, "A", "B", "C")
	server := acctest.Server(t, org, nil)
	plan := server.PlanUpdate(order(t, server, org), ordered("C", "A"))
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "level_ids lacks 1 classification level:\n- \"B\" (ari:cloud:platform::classification-tag/b)\n\nApplying leaves each behind the level before it, and the next plan shows it as drift again.")
	state, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.NoError(t, diagnostics.Err())
	assert.Contains(t, diagnostics.Warnings()[0], "Unless this apply archives it, the next plan shows it as drift: list it where it belongs, or archive it.")
	server = acctest.Server(t, org, nil)
	state, diagnostics = server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, tags("C", "A", "B"), state.Values["level_ids"])
	assert.Equal(t, protocol.Update, server.PlanUpdate(state, ordered("C", "A")).Action)

	// A level that the same plan archives needs no warning, and one that it restores can be ordered.
	server = acctest.Server(t, org, nil)
	state = order(t, server, org)
	server.PlanDelete(imported(t, server, tag("B")))
	assert.Empty(t, server.PlanUpdate(state, ordered("C", "A")).Diagnostics)

	require.NoError(t, org.Simulator.PutClassificationLevel(simulator.ClassificationLevel{ID: tag("B"), Name: "B", Status: "ARCHIVED"}))
	server = acctest.Server(t, org, nil)
	state = order(t, server, org)
	require.NoError(t, server.PlanUpdate(imported(t, server, tag("B")), named("B")).Diagnostics.Err())
	assert.Empty(t, server.PlanUpdate(state, ordered("C", "A", "B")).Diagnostics)
}

func TestTheCreationOfAnOrderSaysWhatItChanges(t *testing.T) {
	t.Parallel()
	org := with(t, "A", "B")
	plan := acctest.Server(t, org, nil).PlanCreate(orderType, ordered("B", "A"))
	require.Len(t, plan.Diagnostics.Warnings(), 1)
	assert.Contains(t, plan.Diagnostics.Warnings()[0], "At present, the levels have this order, the most sensitive one first:\n- \"A\" (ari:cloud:platform::classification-tag/a)\n- \"B\" (ari:cloud:platform::classification-tag/b)\n\nApplying changes it to that of level_ids.")
	assert.Empty(t, acctest.Server(t, org, nil).PlanCreate(orderType, ordered("A", "B")).Diagnostics, "it has this order")
}

func TestRefusalsOfAnOrder(t *testing.T) {
	t.Parallel()
	org := with(t, "A", "B")
	server := acctest.Server(t, org, nil)
	require.ErrorContains(t, server.ValidateResourceConfig(orderType, ordered("A", "B", "A")).Err(), "level_ids has ari:cloud:platform::classification-tag/a twice, and a level has one place in the order. Remove one of them.")
	require.ErrorContains(t, server.ValidateResourceConfig(orderType, map[string]any{"level_ids": []any{"Secret"}}).Err(), `"Secret" is not the ID of a classification level`)
	require.Error(t, server.ValidateResourceConfig(orderType, map[string]any{"level_ids": []any{}}).Err())
	require.NoError(t, server.PlanCreate(orderType, ordered("A", "B")).Diagnostics.Err())
	require.ErrorContains(t, server.PlanCreate(orderType, ordered("B", "A")).Diagnostics.Err(), "Two resources claim the same thing")

	_, diagnostics := server.ImportByID(orderType, "another")
	require.ErrorContains(t, diagnostics.Err(), "which is the import ID of the order of its classification levels")
	org.Simulator.SetGuardPremium(false)
	_, diagnostics = acctest.Server(t, org, nil).ReadResource(&protocol.State{TypeName: orderType, Values: ordered("A", "B")})
	require.ErrorContains(t, diagnostics.Err(), "Cannot read the order of the classification levels")
}

// The end of the order changes nothing, and says so.
func TestTheEndOfAnOrder(t *testing.T) {
	t.Parallel()
	org := with(t, "A", "B")
	server := acctest.Server(t, org, nil)
	plan := server.PlanDelete(order(t, server, org))
	_, diagnostics := acctest.Server(t, org, nil).ApplyResource(plan)
	require.Len(t, diagnostics, 1)
	assert.Contains(t, diagnostics.Warnings()[0], "The levels keep it, and nothing tells you any more when it changes.")
	assert.Empty(t, writes(org))
}
