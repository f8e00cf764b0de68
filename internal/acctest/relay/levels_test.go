// SPDX-License-Identifier: MPL-2.0

package relay_test

import (
	"testing"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	classificationLevel  = "atlassian_classification_level"
	classificationOrder  = "atlassian_classification_order"
	classificationLevels = "atlassian_classification_levels"

	levelTag = "ari:cloud:platform::classification-tag/"
)

// classified is an organization with two levels.
func classified() simulator.Organization {
	start := company()
	start.ClassificationLevels = []simulator.ClassificationLevel{{ID: levelTag + "a", Name: "A"}, {ID: levelTag + "b", Name: "B"}}
	return start
}

// levelChecks are about the levels of data, and their order.
func levelChecks() []check {
	put := func(level simulator.ClassificationLevel) func(*world) error {
		return func(w *world) error {
			for _, there := range w.org.Simulator.Organization().ClassificationLevels {
				if there.Name == level.Name {
					level.ID = there.ID
				}
			}
			return w.org.Simulator.PutClassificationLevel(level)
		}
	}
	level := always(map[string]any{"name": "Secret", "definition": "D"})
	order := always(map[string]any{"level_ids": []any{levelTag + "a", levelTag + "b"}})
	return []check{
		{of: classificationLevel, finds: "an archived level", start: classified(), prepare: drifting(
			classificationLevel, level, put(simulator.ClassificationLevel{Name: "Secret", Definition: "D", Status: "ARCHIVED"}),
		)},
		{of: classificationLevel, finds: "a changed definition", start: classified(), prepare: drifting(
			classificationLevel, level, put(simulator.ClassificationLevel{Name: "Secret", Definition: "E"}),
		)},
		{of: classificationOrder, finds: "another order", start: classified(), prepare: drifting(
			classificationOrder, order, func(w *world) error { return w.org.Simulator.MoveClassificationLevel("B", 1) },
		)},
		{of: classificationOrder, finds: "a new level", start: classified(), prepare: drifting(
			classificationOrder, order, put(simulator.ClassificationLevel{ID: levelTag + "c", Name: "C"}),
		)},
		{of: classificationOrder, finds: "an archived level", start: classified(), prepare: drifting(
			classificationOrder, order, put(simulator.ClassificationLevel{Name: "A", Status: "ARCHIVED"}),
		)},
		{kind: "data", of: classificationLevels, finds: "both levels", start: classified(), all: true, prepare: func(*testing.T, *world) look {
			return func(server *protocol.Server) verdict {
				values, diagnostics := server.ReadDataSource(classificationLevels, nil)
				return verdict{err: diagnostics.Err(), warned: len(diagnostics.Warnings()) > 0, found: rows(values, "levels"), state: text(values)}
			}
		}},
	}
}
