// SPDX-License-Identifier: MPL-2.0

package protocol

import "fmt"

// PlanWalked is [Server.PlanResource] for who walks: where the walk begins and ends is the caller's business.
func (s *Server) PlanWalked(typeName string, prior *State, config map[string]any) *Plan {
	s.t.Helper()
	return s.plan(typeName, prior, config)
}

// PlanFinally plans anew in the walk that applies, and insists on what the first plan has promised: its values, and its action
// but for an update that turns out to change nothing. A creation has nothing before, whatever it replaces.
func (s *Server) PlanFinally(first *Plan, prior *State, config map[string]any) *Plan {
	s.t.Helper()
	const summary = "Provider produced inconsistent final plan"
	again := s.plan(first.TypeName, prior, config)
	if again.Diagnostics.Err() != nil {
		return again
	}
	if broken := promisesBroken(s.resourceSchema(first.TypeName), first.Planned, again.Planned); len(broken) > 0 {
		again.Diagnostics = append(again.Diagnostics, failure(summary, fmt.Sprint(broken)))
	}
	if again.Action != first.Action && (first.Action != Update || again.Action != NoOp) {
		again.Diagnostics = append(again.Diagnostics, failure(summary, fmt.Sprintf("the action changed from %s to %s", first.Action, again.Action)))
	}
	return again
}

// ApplyWalked is [Server.ApplyResource] for who walks. A replacement is not one of its plans, but a deletion and a creation.
func (s *Server) ApplyWalked(plan *Plan) (*State, Diagnostics) {
	s.t.Helper()
	if plan.Action == Replace {
		s.t.Fatalf("%s: a replacement is applied in two", plan.TypeName)
	}
	return s.applyResource(plan)
}
