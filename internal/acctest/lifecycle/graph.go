// SPDX-License-Identifier: MPL-2.0

package lifecycle

import "slices"

// node is something to visit, once all that it comes after is done.
type node struct {
	after []*node
	visit func() bool // tells whether it went well

	done, failed bool
}

// walk visits nodes, several at a time, in an order that is drawn among those that are ready.
func (t *Terraform) walk(nodes []*node) {
	type result struct {
		node *node
		ok   bool
	}
	results := make(chan result)
	waiting := slices.Clone(nodes)
	t.Random.Shuffle(len(waiting), func(i, j int) { waiting[i], waiting[j] = waiting[j], waiting[i] })
	running := 0
	for len(waiting) > 0 || running > 0 {
		waiting = slices.DeleteFunc(waiting, func(n *node) bool {
			switch {
			case slices.ContainsFunc(n.after, func(a *node) bool { return a.failed }):
				n.failed = true
				return true
			case running == t.Parallelism, slices.ContainsFunc(n.after, func(a *node) bool { return !a.done }):
				return false
			}
			running++
			go func() {
				if t.Pause != nil {
					t.Pause()
				}
				results <- result{n, n.visit()}
			}()
			return true
		})
		if running == 0 {
			continue // what is left fails with what it comes after
		}
		ended := <-results
		running--
		ended.node.done, ended.node.failed = true, !ended.ok
	}
}
