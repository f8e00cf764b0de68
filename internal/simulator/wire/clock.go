// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"context"
	"time"
)

// pause waits. It returns false if the client disconnects first.
func pause(ctx context.Context, wait time.Duration) bool {
	if wait <= 0 {
		return true
	}

	timer := time.NewTimer(wait)
	defer timer.Stop()

	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
