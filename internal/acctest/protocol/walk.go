// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"bytes"
	"fmt"
	"sync"
)

// Walk starts another walk: Terraform configures the provider anew for the plan
// and for the apply, so that the one knows nothing of the other. The provider
// block is valid already.
func (s *Server) Walk() {
	s.t.Helper()
	if err := s.configure(s.block, s.config(s.schemas.Provider, s.block, "provider")).Err(); err != nil {
		s.t.Fatalf("configure the provider again: %s", err)
	}
}

// walk is what a server did since the provider was configured.
type walk struct {
	mu      sync.Mutex
	applied bool
	planned map[any]bool
	// noting are the types that note who holds what. A new walk keeps them.
	noting map[string]bool
}

func newWalk() *walk { return &walk{planned: make(map[any]bool), noting: make(map[string]bool)} }

func (w *walk) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.applied = false
	clear(w.planned)
}

func (w *walk) apply() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.applied = true
}

func (w *walk) applies() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.applied
}

// plannedWith looks into the private data of a plan for the note of a holder.
func (w *walk) plannedWith(typeName string, private []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.noting[typeName] = w.noting[typeName] || bytes.Contains(private, []byte(`"holder"`))
}

func (w *walk) notes(typeName string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.noting[typeName]
}

// over reports whether an object can only be planned in another walk: a deletion after
// something was applied and, of a type that notes who holds what, anything after
// that, or the same object once more. Terraform plans no object twice in a walk.
func (w *walk) over(typeName string, prior *State, config map[string]any) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	var object any = prior
	if prior == nil {
		object = fmt.Sprint(typeName, config)
	}
	again := w.planned[object]
	w.planned[object] = true
	if !w.noting[typeName] {
		return w.applied && config == nil
	}
	return again || w.applied
}
