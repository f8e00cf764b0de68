// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// State is what Terraform keeps of one resource.
type State struct {
	TypeName string
	Values   map[string]any
	Identity map[string]any
	Private  []byte
}

// Action is what a plan is going to do.
type Action string

// The actions that a plan may have.
const (
	NoOp    Action = "no-op"
	Create  Action = "create"
	Update  Action = "update"
	Replace Action = "replace"
	Delete  Action = "delete"
)

// Plan is the answer to a planning request, with what was asked.
type Plan struct {
	TypeName        string
	Action          Action
	Prior           *State         // nil when there is nothing yet
	Config          map[string]any // nil when the resource is to go
	Planned         map[string]any
	RequiresReplace []string // paths, such as AttributeName("name")
	Identity        map[string]any
	Private         []byte
	Diagnostics     Diagnostics
}

// ValidateResourceConfig validates the configuration of a resource.
func (s *Server) ValidateResourceConfig(typeName string, config map[string]any) Diagnostics {
	s.t.Helper()
	answer, err := s.server.ValidateResourceConfig(s.ctx, &tfprotov6.ValidateResourceConfigRequest{
		TypeName:           typeName,
		Config:             s.config(s.resourceSchema(typeName), config, typeName),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	s.must(err)
	return answer.Diagnostics
}

// PlanCreate plans a resource that isn't there yet.
func (s *Server) PlanCreate(typeName string, config map[string]any) *Plan {
	s.t.Helper()
	return s.PlanResource(typeName, nil, config)
}

// PlanUpdate plans an existing resource under a configuration.
func (s *Server) PlanUpdate(state *State, config map[string]any) *Plan {
	s.t.Helper()
	return s.PlanResource(state.TypeName, state, config)
}

// PlanDelete plans the deletion of a resource. Nothing else is planned in this
// walk if the type notes who holds what. PlanResource plans it beside others.
func (s *Server) PlanDelete(state *State) *Plan {
	s.t.Helper()
	if s.configured && s.walk.notes(state.TypeName) {
		s.Walk()
	}
	if s.configured {
		s.ReadResource(state) // Terraform refreshes first; the test may have its own idea of what it finds
	}
	return s.PlanResource(state.TypeName, state, nil)
}

// PlanResource plans a resource: with nothing before, its creation; with no
// configuration, its end. After an apply, a type that notes who holds what is
// planned in another walk: Terraform plans no object twice in one.
func (s *Server) PlanResource(typeName string, prior *State, config map[string]any) *Plan {
	s.t.Helper()
	if s.configured && s.walk.over(typeName, prior, config) {
		s.Walk()
		s.walk.over(typeName, prior, config)
	}
	return s.plan(typeName, prior, config)
}

func (s *Server) plan(typeName string, prior *State, config map[string]any) *Plan {
	s.t.Helper()
	schema := s.resourceSchema(typeName)
	typ := schema.ValueType()
	plan := &Plan{TypeName: typeName, Prior: prior, Config: config}
	if config != nil {
		// One round through the wire form turns every value into its plain form.
		plan.Config = s.plain(typ, s.config(schema, config, typeName))
	}
	if prior == nil {
		prior = &State{TypeName: typeName}
	}
	answer, err := s.server.PlanResourceChange(s.ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName:         typeName,
		PriorState:       s.object(typ, prior.Values, typeName+" state"),
		ProposedNewState: s.object(typ, proposed(schema.Block, prior.Values, plan.Config), typeName),
		Config:           s.object(typ, plan.Config, typeName),
		PriorPrivate:     prior.Private,
		PriorIdentity:    s.identity(typeName, prior.Identity),
	})
	s.must(err)
	plan.Diagnostics = answer.Diagnostics
	plan.Planned = s.plain(typ, answer.PlannedState)
	plan.Private = answer.PlannedPrivate
	s.walk.plannedWith(typeName, plan.Private)
	plan.Identity = s.plainIdentity(typeName, answer.PlannedIdentity)
	for _, path := range answer.RequiresReplace {
		plan.RequiresReplace = append(plan.RequiresReplace, path.String())
	}
	slices.Sort(plan.RequiresReplace)
	plan.Action = s.action(plan)
	if plan.Diagnostics.Err() == nil && plan.Config != nil {
		plan.Diagnostics = append(plan.Diagnostics, unfaithful(schema, plan)...)
	}
	return plan
}

func (s *Server) action(plan *Plan) Action {
	s.t.Helper()
	switch {
	case plan.Prior == nil:
		return Create
	case plan.Config == nil:
		return Delete
	case s.same(plan.TypeName, plan.Prior.Values, plan.Planned):
		return NoOp
	case len(plan.RequiresReplace) > 0:
		return Replace
	default:
		return Update
	}
}

// same compares two objects of a resource; the order in sets doesn't count.
func (s *Server) same(typeName string, one, other map[string]any) bool {
	s.t.Helper()
	typ := s.resourceSchema(typeName).ValueType()
	a, err := encode(typ, orNull(one), typeName)
	s.must(err)
	b, err := encode(typ, orNull(other), typeName)
	s.must(err)
	return a.Equal(b)
}

func orNull(values map[string]any) any {
	if values == nil {
		return nil
	}
	return values
}

// ApplyResource applies a plan. A replacement plans the creation, deletes with
// what that plan notes, plans the creation anew, and then creates, as Terraform does. The state is that which Terraform would keep, also
// beside errors; nil when nothing is left. A deletion is applied in a walk of its
// own, because Terraform hands it the notes of the plan. Terraform makes other
// plans anew while it applies.
func (s *Server) ApplyResource(plan *Plan) (*State, Diagnostics) {
	s.t.Helper()
	if plan.Action == Delete && plan.Diagnostics.Err() == nil && s.configured && !s.walk.applies() {
		s.Walk()
	}
	return s.applyResource(plan)
}

func (s *Server) applyResource(plan *Plan) (*State, Diagnostics) {
	s.t.Helper()
	switch {
	case plan.Diagnostics.Err() != nil:
		s.t.Fatalf("%s: a plan with errors can't be applied: %s", plan.TypeName, plan.Diagnostics.Err())
	case holdsUnknown(plan.Config):
		s.t.Fatalf("%s: the configuration holds unknown values; apply with ApplyKnown", plan.TypeName)
	case plan.Action == Replace:
		again := s.PlanReplacement(plan)
		if again.Diagnostics.Err() != nil {
			return plan.Prior, again.Diagnostics
		}
		if s.configured {
			s.Walk()
		}
		left, diagnostics := s.applyResource(&Plan{TypeName: plan.TypeName, Action: Delete, Prior: plan.Prior, Private: again.Private})
		if diagnostics.Err() != nil {
			return left, diagnostics
		}
		again = s.plan(plan.TypeName, nil, plan.Config)
		if again.Diagnostics.Err() != nil {
			return nil, again.Diagnostics
		}
		state, created := s.applyResource(again)
		return state, append(diagnostics, created...)
	}

	s.walk.apply()
	schema := s.resourceSchema(plan.TypeName)
	typ := schema.ValueType()
	var prior map[string]any
	if plan.Prior != nil {
		prior = plan.Prior.Values
	}
	answer, err := s.server.ApplyResourceChange(s.ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName:        plan.TypeName,
		PriorState:      s.object(typ, prior, plan.TypeName+" state"),
		PlannedState:    s.object(typ, plan.Planned, plan.TypeName+" plan"),
		Config:          s.object(typ, plan.Config, plan.TypeName),
		PlannedPrivate:  plan.Private,
		PlannedIdentity: s.identity(plan.TypeName, plan.Identity),
	})
	s.must(err)
	diagnostics := Diagnostics(answer.Diagnostics)
	values := s.plain(typ, answer.NewState)
	if diagnostics.Err() == nil {
		diagnostics = append(diagnostics, inconsistent(schema, plan, values)...)
	}
	if values == nil {
		return nil, diagnostics
	}
	return &State{
		TypeName: plan.TypeName,
		Values:   values,
		Identity: s.plainIdentity(plan.TypeName, answer.NewIdentity),
		Private:  answer.Private,
	}, diagnostics
}

// ApplyKnown applies a plan that was made while parts of the configuration were
// unknown. As Terraform does, it plans again with what is known now, in another
// walk, and the new plan must keep what the old one promised, its action included.
func (s *Server) ApplyKnown(plan *Plan, config map[string]any) (*State, Diagnostics) {
	s.t.Helper()
	if s.configured && !s.walk.applies() {
		s.Walk()
	}
	again := s.PlanFinally(plan, plan.Prior, config)
	if again.Diagnostics.Err() != nil || again.Action == NoOp {
		return plan.Prior, again.Diagnostics
	}
	return s.ApplyResource(again)
}

// ReadResource refreshes a state; nil means that the object is gone.
func (s *Server) ReadResource(state *State) (*State, Diagnostics) {
	s.t.Helper()
	typ := s.resourceSchema(state.TypeName).ValueType()
	answer, err := s.server.ReadResource(s.ctx, &tfprotov6.ReadResourceRequest{
		TypeName:        state.TypeName,
		CurrentState:    s.object(typ, state.Values, state.TypeName+" state"),
		Private:         state.Private,
		CurrentIdentity: s.identity(state.TypeName, state.Identity),
	})
	s.must(err)
	values := s.plain(typ, answer.NewState)
	if values == nil {
		return nil, answer.Diagnostics
	}
	return &State{
		TypeName: state.TypeName,
		Values:   values,
		Identity: s.plainIdentity(state.TypeName, answer.NewIdentity),
		Private:  answer.Private,
	}, answer.Diagnostics
}

// UpgradeResourceState brings a stored state, as JSON, to the schema's version.
func (s *Server) UpgradeResourceState(typeName string, version int64, stored string) (*State, Diagnostics) {
	s.t.Helper()
	answer, err := s.server.UpgradeResourceState(s.ctx, &tfprotov6.UpgradeResourceStateRequest{
		TypeName: typeName,
		Version:  version,
		RawState: &tfprotov6.RawState{JSON: []byte(stored)},
	})
	s.must(err)
	return &State{TypeName: typeName, Values: s.plain(s.resourceSchema(typeName).ValueType(), answer.UpgradedState)}, answer.Diagnostics
}
