// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"iter"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Terraform does ten things at once, and on a busy machine the ten come one after the other, a few milliseconds apart. They are
// one request all the same: in batches that leave half empty, 100 of 2,000 groups cost as much as all of them.
func TestStragglersShareARequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		o, err := New(Settings{OrganizationID: "o", BaseURL: "http://127.0.0.1:1", APIKey: "k"})
		require.NoError(t, err)
		d := o.inDirectory.get("d")
		var mu sync.Mutex
		var batches [][]string
		d.groupsByID.listing.size = func(context.Context) (int, bool) { return 2000, true }
		d.groupsByID.batch = func(_ context.Context, ids []string) iter.Seq2[Group, error] {
			return func(yield func(Group, error) bool) {
				mu.Lock()
				batches = append(batches, ids)
				mu.Unlock()
				for _, id := range ids {
					if !yield(Group{ID: id}, nil) {
						return
					}
				}
			}
		}
		var walk sync.WaitGroup
		for walker := range 10 {
			walk.Go(func() {
				for round := range 10 {
					apart := time.Duration((walker*7+round*3)%10) * 2 * time.Millisecond
					assert.NoError(t, sleep(t.Context(), apart)) // a bubble's time passes at once
					_, err := o.Groups.Get(t.Context(), GroupKey{DirectoryID: "d", GroupID: strconv.Itoa(round*10 + walker)})
					assert.NoError(t, err)
				}
			})
		}
		walk.Wait()
		assert.Len(t, batches, 10)

		// A single look-up does not wait for long.
		start := time.Now()
		_, err = o.Groups.Get(t.Context(), GroupKey{DirectoryID: "d", GroupID: "alone"})
		require.NoError(t, err)
		assert.LessOrEqual(t, time.Since(start), 25*time.Millisecond)
	})
}
