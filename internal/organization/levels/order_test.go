// SPDX-License-Identifier: MPL-2.0

package levels_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/levels"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// ordered is an organization with some levels, the most sensitive one first.
func ordered(t *testing.T, names ...string) *simulated.Organization {
	t.Helper()
	start := simulator.SmallCompany()
	for _, name := range names {
		start.ClassificationLevels = append(start.ClassificationLevels, simulator.ClassificationLevel{Name: name})
	}
	return simulated.Virtual(t, simulated.WithStart(start), simulated.WithLag(20*time.Millisecond))
}

func ids(on *simulated.Organization, names ...string) []string {
	found := make([]string, len(names))
	for i, name := range names {
		found[i] = idOf(on, name)
	}
	return found
}

// names are the names of the levels, the most sensitive one first.
func names(on *simulated.Organization) []string {
	var found []string
	for _, level := range on.Simulator.Organization().ClassificationLevels {
		found = append(found, level.Name)
	}
	return found
}

func TestReorder(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := ordered(t, "A", "B", "C", "D")
		l := run(t, on)
		reorder := func(l *levels.Levels, names ...string) []string {
			t.Helper()
			unlisted, err := l.Reorder(t.Context(), ids(on, names...))
			require.NoError(t, err)
			return levels.IDs(unlisted)
		}
		reorder(l, "A", "B", "C", "D")
		assert.Empty(t, writes(on), "it is so already")
		reorder(l, "D", "A", "C", "B")
		assert.Equal(t, []string{"D", "A", "C", "B"}, names(on))
		now, err := l.Order(t.Context())
		require.NoError(t, err)
		assert.Equal(t, ids(on, "D", "A", "C", "B"), levels.IDs(now), "the run knows what it wrote")

		// What is not listed keeps its place behind the level before it.
		assert.ElementsMatch(t, ids(on, "B", "D"), reorder(run(t, on), "C", "A"))
		assert.Equal(t, []string{"D", "C", "B", "A"}, names(on))
		assert.Equal(t, 2, writes(on)[opReorder])
		reorder(run(t, on), "C", "A")
		assert.Equal(t, 2, writes(on)[opReorder], "those that are listed are in order")
	})
}

func TestReorderNeedsExactlyTheLevels(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t, simulated.WithStart(company()))
		none := "ari:cloud:platform::classification-tag/none"
		_, err := run(t, on).Reorder(t.Context(), append(ids(on, "Old", "Secret"), none))
		var mismatch *levels.MismatchError
		require.ErrorAs(t, err, &mismatch)
		assert.Equal(t, []string{none}, mismatch.Absent)
		assert.Equal(t, ids(on, "Old"), levels.IDs(mismatch.Archived))
		assert.Equal(t, ids(on, "Internal"), levels.IDs(mismatch.Unlisted))
		assert.Empty(t, writes(on))
	})
}

// An order in which Atlassian answers says nothing.
func TestTheOrderIsThatOfTheSensitivity(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := ordered(t, "A", "B")
		l := run(t, on)
		require.NoError(t, on.Simulator.MoveClassificationLevel("B", 1))
		now, err := l.Order(t.Context())
		require.NoError(t, err)
		assert.Equal(t, ids(on, "B", "A"), levels.IDs(now))
	})
}
