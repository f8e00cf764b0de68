// SPDX-License-Identifier: MPL-2.0

package lifecycle

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Latency draws how long requests and their answers are on their way: each less than Most. The draw depends on the seed, on what is asked
// for, and on how often it was asked for before, and so not on who asks first. It is safe for concurrent use.
type Latency struct {
	Seed uint64
	Most time.Duration

	mu    sync.Mutex
	asked map[string]int
}

// Delays draws the time that a request takes there, and its answer back.
func (l *Latency) Delays(r *http.Request) (there, back time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.asked == nil {
		l.asked = make(map[string]int)
	}
	name := r.Method + r.URL.Path
	l.asked[name]++
	hash := fnv.New64a()
	_, _ = fmt.Fprint(hash, name, l.asked[name])
	draw := rand.New(rand.NewPCG(l.Seed, hash.Sum64()))
	return time.Duration(draw.Int64N(int64(l.Most))), time.Duration(draw.Int64N(int64(l.Most)))
}
