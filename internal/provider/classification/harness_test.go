// SPDX-License-Identifier: MPL-2.0

package classification_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Operations that tests count or disturb.
const (
	listOperation    = "GET /admin/dlp/v1/orgs/{orgId}/classification-levels"
	getOperation     = listOperation + "/{levelId}"
	createOperation  = "POST /admin/dlp/v1/orgs/{orgId}/classification-levels"
	editOperation    = "PUT /admin/dlp/v1/orgs/{orgId}/classification-levels/{levelId}"
	publishOperation = createOperation + "/publish"
	archiveOperation = createOperation + "/archive"
	restoreOperation = createOperation + "/restore"
	reorderOperation = createOperation + "/reorder"
)

// tag is the ID of a level that was there at the start.
func tag(name string) string {
	return "ari:cloud:platform::classification-tag/" + strings.ToLower(name)
}

// with starts an organization with levels, the most sensitive one first: each a name, or a name and a status with a colon between them.
func with(t *testing.T, levels ...string) *simulated.Organization {
	t.Helper()
	start := simulator.SmallCompany()
	for _, level := range levels {
		name, status, _ := strings.Cut(level, ":")
		start.ClassificationLevels = append(start.ClassificationLevels, simulator.ClassificationLevel{ID: tag(name), Name: name, Status: status})
	}
	return simulated.Start(t, simulated.WithStart(start))
}

// levelOf is the level that an organization has under a name.
func levelOf(org *simulated.Organization, name string) simulator.ClassificationLevel {
	for _, level := range org.Simulator.Organization().ClassificationLevels {
		if level.Name == name {
			return level
		}
	}
	return simulator.ClassificationLevel{}
}

func idOf(org *simulated.Organization, name string) string { return levelOf(org, name).ID }

// statuses are the levels in their order, each with its status.
func statuses(org *simulated.Organization) []string {
	found := []string{}
	for _, level := range org.Simulator.Organization().ClassificationLevels {
		found = append(found, level.Name+":"+level.Status)
	}
	return found
}

// writes counts the changes that were sent.
func writes(org *simulated.Organization) map[string]int {
	counted := map[string]int{}
	for _, operation := range []string{createOperation, editOperation, publishOperation, archiveOperation, restoreOperation, reorderOperation} {
		if n := org.Simulator.Requests()[operation]; n > 0 {
			counted[operation] = n
		}
	}
	return counted
}

// imported is the state of a level after its import and a refresh.
func imported(t *testing.T, server *protocol.Server, id string) *protocol.State {
	t.Helper()
	state, diagnostics := server.ImportByID(levelType, id)
	require.NoError(t, diagnostics.Err())
	state, diagnostics = server.ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.NotNil(t, state)
	return state
}

func named(name string) map[string]any { return map[string]any{"name": name} }

// orderConfig is a block that lists levels by their names.
func orderConfig(names ...string) string {
	ids := make([]string, len(names))
	for i, name := range names {
		ids[i] = fmt.Sprintf("%q", tag(name))
	}
	return fmt.Sprintf("resource \"atlassian_classification_order\" \"this\" {\n  level_ids = [%s]\n}\n", strings.Join(ids, ", "))
}

// tags are the IDs of several levels.
func tags(names ...string) []any {
	ids := make([]any, len(names))
	for i, name := range names {
		ids[i] = tag(name)
	}
	return ids
}

func ordered(names ...string) map[string]any { return map[string]any{"level_ids": tags(names...)} }
