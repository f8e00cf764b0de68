// SPDX-License-Identifier: MPL-2.0

// Package lifecycle drives a provider through whole runs of Terraform, in process: it plans and applies a configuration of
// several resources against a state, in the order, with the values and with the private data that Terraform hands over.
//
// What matters to a provider that is told so little was read in Terraform 1.11 and is kept here:
//
//   - Each walk has a process of its own. A plan refreshes and plans object by object; an apply plans once more what it
//     creates and updates, and visits nothing that does not change.
//   - An object that the configuration no longer has is planned to be destroyed before it is refreshed. The deletion gets what that plan
//     was made from, whatever the refresh has found. If the refresh finds the object gone, there is no deletion.
//   - A replacement is planned by two calls, that of a tainted object by one. The creation is planned anew in the apply, with
//     nothing before and without private data. The deletion of the object that goes first gets what the creation has noted.
//   - An object that is replaced with create_before_destroy is deposed. Its end is planned in the walk that applies it, from
//     the state alone. Where the creation fails and leaves nothing, the old object is the current one again; where already its
//     plan fails, it stays deposed.
//   - What depends on nothing goes in any order, several at a time. What depends on something that failed does not happen.
//   - The state is written whenever an object is done. A process that is killed writes nothing more.
package lifecycle

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
)

// Resource is a resource of a configuration.
type Resource struct {
	Address, Type string
	// Values are the arguments as the apply knows them.
	Values map[string]any
	// Unknown are the arguments that the plan does not know yet.
	Unknown []string
	// CreateBeforeDestroy is the resource's lifecycle.
	CreateBeforeDestroy bool
}

// planned are the arguments as the plan knows them.
func (r *Resource) planned() map[string]any {
	values := maps.Clone(r.Values)
	for _, name := range r.Unknown {
		values[name] = protocol.Unknown
	}
	return values
}

// Object is what a state knows of something that exists.
type Object struct {
	*protocol.State

	Tainted bool
}

// Instance is what a state holds at an address.
type Instance struct {
	// Current is nil where only deposed objects are left.
	Current *Object
	// Deposed are the objects that are to end once what replaces them exists.
	Deposed map[int]*Object
}

// State is the objects of a configuration by their addresses. Objects are never changed, only exchanged.
type State map[string]*Instance

func (s State) clone() State {
	other := make(State, len(s))
	for address, instance := range s {
		other[address] = &Instance{Current: instance.Current, Deposed: maps.Clone(instance.Deposed)}
	}
	return other
}

func (s State) at(address string) *Instance {
	if s[address] == nil {
		s[address] = &Instance{Deposed: make(map[int]*Object)}
	}
	return s[address]
}

// prune forgets addresses that hold nothing.
func (s State) prune() {
	maps.DeleteFunc(s, func(_ string, i *Instance) bool { return i.Current == nil && len(i.Deposed) == 0 })
}

// Objects lists all objects, the deposed ones, too.
func (s State) Objects() []*Object {
	var objects []*Object
	for _, address := range slices.Sorted(maps.Keys(s)) {
		if current := s[address].Current; current != nil {
			objects = append(objects, current)
		}
		for _, key := range slices.Sorted(maps.Keys(s[address].Deposed)) {
			objects = append(objects, s[address].Deposed[key])
		}
	}
	return objects
}

// Terraform runs a provider over a state.
type Terraform struct {
	// Start starts a process of the provider, which ends with the context.
	Start func(ctx context.Context) *protocol.Server
	// Parallelism is how many objects are visited at a time.
	Parallelism int
	// Random draws the order of what depends on nothing, and what Pause is asked for.
	Random *rand.Rand
	// Pause, unless nil, is called before an object is visited.
	Pause func()
	// State is what was written last.
	State State

	keys int // of deposed objects
}

// said gathers what the provider says in a walk.
type said struct {
	mu          sync.Mutex
	diagnostics protocol.Diagnostics
}

// hear notes diagnostics and reports whether they are free of errors.
func (s *said) hear(diagnostics protocol.Diagnostics) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.diagnostics = append(s.diagnostics, diagnostics...)
	return diagnostics.Err() == nil
}
