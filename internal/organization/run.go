// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// run is what the areas of an organization share: the way to Atlassian, and each other.
type run struct {
	id        string
	client    *atlassian.Client
	pace      Pace
	protected *protected

	// inDirectory is what is known of each directory: people and groups are found there.
	inDirectory *reading.Registry[*directory]

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

// pauses are those between two looks at something that is being waited for.
func (r *run) pauses() reading.Pauses {
	return reading.Pauses{Min: r.pace.PollMin, Max: r.pace.PollMax}
}

// tries are the pauses before something is tried again that had no effect yet.
func (r *run) tries() reading.Pauses {
	return reading.Pauses{Min: r.pace.PollMin, Max: r.pace.PollMax, Linear: true}
}

// untilOver looks at a task that has just begun at Atlassian, in pauses that grow, until it is over. Only a refusal to say how far it is
// ends the wait early.
func (r *run) untilOver(ctx context.Context, look reading.Look) error {
	return reading.Until(ctx, reading.Polling{Pauses: r.pauses(), Final: isRefusal, Delayed: true}, look)
}

// untilShown looks until a write shows that Atlassian has acknowledged, or that may have arrived. What cannot be read shows nothing, and
// does not end the wait: only the context does, and the limit unless it is 0.
func (r *run) untilShown(ctx context.Context, limit time.Duration, shown func(context.Context) bool) error {
	return reading.Until(ctx, reading.Polling{Pauses: r.tries(), Final: isRefusal, Limit: limit}, func(ctx context.Context) (bool, string, error) {
		return shown(ctx), "", nil
	})
}

// isRefusal reports whether an error is final: Atlassian has answered, and refused, and the next request would get the same answer. A
// 429 puts the request off, and after a 408 Atlassian has not read all of it: neither is a refusal.
func isRefusal(err error) bool {
	refused, ok := errors.AsType[*APIError](err)
	return ok && refused.Status < 500 && !atlassian.IsPutOff(refused)
}
