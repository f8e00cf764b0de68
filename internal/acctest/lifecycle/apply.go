// SPDX-License-Identifier: MPL-2.0

package lifecycle

import (
	"context"
	"maps"
	"slices"
	"sync"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
)

// Apply applies a plan. When the context ends, the process was killed: what was under way is not written any more.
func (t *Terraform) Apply(ctx context.Context, plan *Plan) protocol.Diagnostics {
	a := &applier{terraform: t, ctx: ctx, server: t.Start(ctx), state: plan.State.clone()}
	var nodes []*node
	for _, address := range slices.Sorted(maps.Keys(plan.changes)) {
		nodes = append(nodes, a.nodes(address, plan.changes[address], plan.deposed[address])...)
	}
	for _, address := range slices.Sorted(maps.Keys(plan.deposed)) {
		if plan.changes[address] == nil {
			nodes = append(nodes, a.ends(address, plan.deposed[address], nil)...)
		}
	}
	t.walk(nodes)
	a.write(func() {}) // what the refresh has found, too
	return a.said.diagnostics
}

type applier struct {
	terraform *Terraform
	ctx       context.Context //nolint:containedctx // of one walk
	server    *protocol.Server
	said      said

	mu    sync.Mutex
	state State
}

// write keeps what became of an object, and writes the state: what others have done so far, too.
func (a *applier) write(keep func()) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ctx.Err() != nil {
		return false
	}
	keep()
	a.state.prune()
	a.terraform.State = a.state.clone()
	return true
}

// nodes are what is to be done at an address. Whatever creates waits for the deletion of the current object, and deposed
// objects wait for whatever creates or updates.
func (a *applier) nodes(address string, change *change, deposed []int) []*node {
	var ends, makes *node
	var old int
	switch change.action {
	case protocol.Delete:
		ends = &node{visit: func() bool { return a.delete(address, change) }}
	case protocol.Create, protocol.Update:
		makes = &node{visit: func() bool { return a.make(address, change, 0) }}
	case protocol.Replace:
		makes = &node{}
		if change.resource.CreateBeforeDestroy {
			a.terraform.keys++
			old = a.terraform.keys
			deposed = append(slices.Clone(deposed), old)
		} else {
			ends = &node{visit: func() bool { return a.delete(address, change) }}
			makes.after = []*node{ends}
		}
		makes.visit = func() bool { return a.make(address, change, old) }
	case protocol.NoOp:
	}
	nodes := slices.DeleteFunc([]*node{ends, makes}, func(n *node) bool { return n == nil })
	return append(nodes, a.ends(address, deposed, makes)...)
}

func (a *applier) ends(address string, deposed []int, after *node) []*node {
	nodes := make([]*node, 0, len(deposed))
	for _, key := range deposed {
		end := &node{visit: func() bool { return a.end(address, key) }}
		if after != nil {
			end.after = []*node{after}
		}
		nodes = append(nodes, end)
	}
	return nodes
}

// delete deletes the current object with what the plan walk has noted: for its end, or for what replaces it.
func (a *applier) delete(address string, change *change) bool {
	a.mu.Lock()
	object := a.state.at(address).Current
	a.mu.Unlock()
	if object == nil || a.ctx.Err() != nil {
		return a.ctx.Err() == nil
	}
	prior := object.State
	if change.action == protocol.Delete { // what the plan was made from: the refresh came later
		prior = change.plan.Prior
	}
	left, diagnostics := a.server.ApplyWalked(&protocol.Plan{
		TypeName: object.TypeName, Action: protocol.Delete, Prior: prior, Private: change.plan.Private, Identity: prior.Identity,
	})
	ok := a.said.hear(diagnostics)
	return a.write(func() { a.state.at(address).Current = remains(object, left, ok) }) && ok
}

// end ends a deposed object, and plans that now.
func (a *applier) end(address string, key int) bool {
	a.mu.Lock()
	object := a.state.at(address).Deposed[key]
	a.mu.Unlock()
	if object == nil || a.ctx.Err() != nil { // the current one again
		return a.ctx.Err() == nil
	}
	plan := a.server.PlanWalked(object.TypeName, object.State, nil)
	if !a.said.hear(plan.Diagnostics) {
		return false
	}
	left, diagnostics := a.server.ApplyWalked(plan)
	ok := a.said.hear(diagnostics)
	return a.write(func() {
		if rest := remains(object, left, ok); rest != nil {
			a.state.at(address).Deposed[key] = rest
		} else {
			delete(a.state.at(address).Deposed, key)
		}
	}) && ok
}

// remains is what a deletion leaves.
func remains(object *Object, left *protocol.State, ok bool) *Object {
	switch {
	case ok:
		return nil
	case left == nil:
		return object
	}
	return &Object{State: left, Tainted: object.Tainted}
}

// make creates or updates the current object. With a key, the present one is deposed first.
func (a *applier) make(address string, change *change, depose int) bool {
	if a.ctx.Err() != nil {
		return false
	}
	a.mu.Lock()
	instance := a.state.at(address)
	if depose != 0 && instance.Current != nil {
		instance.Deposed[depose], instance.Current = instance.Current, nil
	}
	var prior *protocol.State
	tainted := false
	if instance.Current != nil {
		prior, tainted = instance.Current.State, instance.Current.Tainted
	}
	a.mu.Unlock()

	first := *change.plan
	if change.action != protocol.Update {
		first.Action = protocol.Create
	}
	if !a.said.hear(a.server.ValidateResourceConfig(change.resource.Type, change.resource.Values)) {
		return false
	}
	plan := a.server.PlanFinally(&first, prior, change.resource.Values)
	if !a.said.hear(plan.Diagnostics) {
		return false // and a deposed object stays deposed
	}
	if plan.Action == protocol.NoOp {
		return true
	}
	state, diagnostics := a.server.ApplyWalked(plan)
	ok := a.said.hear(diagnostics)
	return a.write(func() {
		instance := a.state.at(address)
		switch {
		case state != nil:
			instance.Current = &Object{State: state, Tainted: tainted || !ok && plan.Action == protocol.Create}
		case plan.Action == protocol.Create:
			instance.Current = nil
		}
		if old := instance.Deposed[depose]; !ok && old != nil && instance.Current == nil {
			instance.Current = old
			delete(instance.Deposed, depose)
		}
	}) && ok
}
