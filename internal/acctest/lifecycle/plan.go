// SPDX-License-Identifier: MPL-2.0

package lifecycle

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
)

// Plan is what a run is about to do.
type Plan struct {
	// State is the state as the refresh left it.
	State State

	changes map[string]*change
	deposed map[string][]int // keys of the deposed objects by address
}

// change is what becomes of the current object of an address.
type change struct {
	action   protocol.Action
	resource *Resource // nil where there is none any more
	plan     *protocol.Plan
}

// Actions are what becomes of the current objects that change, by address.
func (p *Plan) Actions() map[string]protocol.Action {
	actions := make(map[string]protocol.Action)
	for address, change := range p.changes {
		if change.action != protocol.NoOp {
			actions[address] = change.action
		}
	}
	return actions
}

// Empty reports whether there is nothing to do.
func (p *Plan) Empty() bool { return len(p.Actions()) == 0 && len(p.deposed) == 0 }

// Plan plans a configuration. Current objects at the given addresses are replaced. With an error, nothing is to be applied.
func (t *Terraform) Plan(ctx context.Context, configuration []Resource, replace ...string) (*Plan, protocol.Diagnostics) {
	planner := &planner{
		terraform: t, server: t.Start(ctx), replace: replace,
		plan: &Plan{State: t.State.clone(), changes: make(map[string]*change), deposed: make(map[string][]int)},
	}
	configured := make(map[string]*Resource, len(configuration))
	for i := range configuration {
		configured[configuration[i].Address] = &configuration[i]
	}
	addresses := slices.Concat(slices.Collect(maps.Keys(configured)), slices.Collect(maps.Keys(t.State)))
	slices.Sort(addresses)
	var nodes []*node
	for _, address := range slices.Compact(addresses) {
		instance := t.State[address]
		if instance == nil {
			instance = &Instance{}
		}
		resource, current := configured[address], instance.Current
		switch {
		case resource != nil:
			nodes = append(nodes, &node{visit: func() bool { return planner.resource(resource, current) }})
		case current != nil:
			nodes = append(nodes, &node{visit: func() bool { return planner.orphan(address, current) }})
		}
		for _, key := range slices.Sorted(maps.Keys(instance.Deposed)) {
			nodes = append(nodes, &node{visit: func() bool { return planner.deposed(address, key, instance.Deposed[key]) }})
		}
	}
	t.walk(nodes)
	planner.plan.State.prune()
	return planner.plan, planner.said.diagnostics
}

type planner struct {
	terraform *Terraform
	server    *protocol.Server
	replace   []string
	said      said

	mu   sync.Mutex
	plan *Plan
}

// refresh reads an object; nil is gone.
func (p *planner) refresh(object *Object) (*Object, bool) {
	state, diagnostics := p.server.ReadResource(object.State)
	if !p.said.hear(diagnostics) || state == nil {
		return nil, diagnostics.Err() == nil
	}
	return &Object{State: state, Tainted: object.Tainted}, true
}

func (p *planner) resource(resource *Resource, current *Object) bool {
	if current != nil {
		read, ok := p.refresh(current)
		if !ok {
			return false
		}
		current = read
	}
	var prior *protocol.State
	if current != nil && !current.Tainted {
		prior = current.State
	}
	config := resource.planned()
	if !p.said.hear(p.server.ValidateResourceConfig(resource.Type, config)) {
		return false
	}
	plan := p.server.PlanWalked(resource.Type, prior, config)
	if !p.said.hear(plan.Diagnostics) {
		return false
	}
	action := plan.Action
	if (action == protocol.NoOp || action == protocol.Update) && slices.Contains(p.replace, resource.Address) {
		action = protocol.Replace
	}
	if action == protocol.Replace {
		plan = p.server.PlanReplacement(plan)
		if errors := plan.Diagnostics.Err(); errors != nil && !p.said.hear(plan.Diagnostics) { // warnings come twice
			return false
		}
	}
	if action == protocol.Create && current != nil {
		action = protocol.Replace
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.plan.State.at(resource.Address).Current = current
	p.plan.changes[resource.Address] = &change{action: action, resource: resource, plan: plan}
	return true
}

// orphan plans to destroy an object that the configuration no longer has, and then refreshes it.
func (p *planner) orphan(address string, object *Object) bool {
	planned := &change{action: protocol.Delete, plan: p.server.PlanWalked(object.TypeName, object.State, nil)}
	if !p.said.hear(planned.plan.Diagnostics) {
		return false
	}
	object, ok := p.refresh(object)
	if !ok {
		return false
	}
	if object == nil {
		planned = &change{action: protocol.NoOp}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.plan.State.at(address).Current = object
	p.plan.changes[address] = planned
	return true
}

// deposed plans the end of a deposed object. The apply plans it anew.
func (p *planner) deposed(address string, key int, object *Object) bool {
	object, ok := p.refresh(object)
	if !ok {
		return false
	}
	if object != nil && !p.said.hear(p.server.PlanWalked(object.TypeName, object.State, nil).Diagnostics) {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if object == nil {
		delete(p.plan.State.at(address).Deposed, key)
		return true
	}
	p.plan.State.at(address).Deposed[key] = object
	p.plan.deposed[address] = append(p.plan.deposed[address], key)
	return true
}
