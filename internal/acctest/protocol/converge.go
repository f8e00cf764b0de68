// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"bytes"
	"testing"
)

// Converge creates a resource and insists on all that users take for granted:
// the configuration is valid, the plan creates, the apply succeeds, a refresh
// changes nothing, not even private data, and the next plan is empty.
func (s *Server) Converge(t testing.TB, typeName string, config map[string]any) *State {
	t.Helper()
	return s.converge(t, typeName, nil, config)
}

// ConvergeFrom brings an existing resource to another configuration, under the
// same requires.
func (s *Server) ConvergeFrom(t testing.TB, state *State, config map[string]any) *State {
	t.Helper()
	return s.converge(t, state.TypeName, state, config)
}

func (s *Server) converge(t testing.TB, typeName string, prior *State, config map[string]any) *State {
	t.Helper()
	succeed := func(step string, diagnostics Diagnostics) {
		t.Helper()
		if err := diagnostics.Err(); err != nil {
			t.Fatalf("%s: %s: %s", typeName, step, err)
		}
	}
	succeed("validate", s.ValidateResourceConfig(typeName, config))
	plan := s.PlanResource(typeName, prior, config)
	succeed("plan", plan.Diagnostics)
	state, diagnostics := s.ApplyResource(plan)
	succeed("apply", diagnostics)
	refreshed, diagnostics := s.ReadResource(state)
	succeed("refresh", diagnostics)
	if refreshed == nil {
		t.Fatalf("%s: gone right after apply", typeName)
		return nil
	}
	if !s.same(typeName, state.Values, refreshed.Values) {
		t.Fatalf("%s: a refresh changes what apply returned, from %v to %v", typeName, state.Values, refreshed.Values)
	}
	// Terraform does not show private data, but plan -refresh-only -detailed-exitcode ends with 2 where a refresh changes it.
	if !bytes.Equal(state.Private, refreshed.Private) {
		t.Fatalf("%s: a refresh changes the private data that apply returned, from %s to %s", typeName, state.Private, refreshed.Private)
	}
	again := s.PlanUpdate(refreshed, config)
	succeed("second plan", again.Diagnostics)
	if again.Action != NoOp {
		t.Fatalf("%s: the second plan isn't empty, but a %s from %v to %v", typeName, again.Action, refreshed.Values, again.Planned)
	}
	return refreshed
}
