// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"sync"
	"time"
)

// heldAtMost bounds how long a shared read waits for those who are on their way to it: one of them may be held up.
const heldAtMost = 2 * time.Second

// Arrivals counts those who are on their way to a shared read, because they first have to write what they then look for. The read waits
// for them, so that ten who write at the same time need one read, however long each of their writes takes. The zero value expects nobody.
type Arrivals struct {
	mu     sync.Mutex
	coming int
	// nobody is closed when the last one has arrived. It is nil if nobody was ever expected.
	nobody chan struct{}
}

// Expect announces one, until the returned function is called. Calling that twice does no harm.
func (a *Arrivals) Expect() (arrived func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.coming == 0 {
		a.nobody = make(chan struct{})
	}
	a.coming++
	return sync.OnceFunc(func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.coming--; a.coming == 0 {
			close(a.nobody)
		}
	})
}

// awaited is closed as soon as nobody is on the way any more. It is nil if nobody is.
func (a *Arrivals) awaited() <-chan struct{} {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.coming == 0 {
		return nil
	}
	return a.nobody
}
