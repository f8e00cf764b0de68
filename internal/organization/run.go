// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// run is what the areas of an organization share: the way to Atlassian, and each other.
type run struct {
	id        string
	client    *atlassian.Client
	pace      Pace
	protected *protected

	// inDirectory is what is known of each directory: people and groups are found there.
	inDirectory *registry[*directory]

	groups      *Groups
	people      *People
	policies    *Policies
	apps        *Apps
	domains     *Domains
	audit       *Audit
	directories *Directories
	sites       *Sites
	claims      *Claims
}

// pause waits before something that failed for a passing reason is tried again, longer with every try; it ends early with
// the context, and returns its error.
func (r *run) pause(ctx context.Context, try int) error {
	wait := min(time.Duration(try)*r.pace.PollMin, r.pace.PollMax)
	return sleep(ctx, wait+rand.N(wait/4+1)) //nolint:gosec // jitter is no secret
}

// sleep waits, unless the context ends first; then it returns the context's error.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
