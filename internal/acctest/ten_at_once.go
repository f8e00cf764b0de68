// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"sync"
	"sync/atomic"
)

// TenAtOnce does something for each number from 0 on, ten at a time, as Terraform walks.
func TenAtOnce(n int, do func(i int)) {
	var workers sync.WaitGroup
	var next atomic.Int64
	for range 10 {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	workers.Wait()
}
