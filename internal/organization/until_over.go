// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"

	"github.com/cenkalti/backoff/v5"
)

// untilOver looks at something that goes on in Atlassian, in pauses that grow, until the look says that it is over; otherwise
// the look says in words how far it is. Only a refusal to tell ends it early: what cannot be read for a moment is looked at
// again. When the context ends first, the error says what was seen last.
func (r *run) untilOver(ctx context.Context, look func(context.Context) (over bool, state string, err error)) error {
	pause := &backoff.ExponentialBackOff{InitialInterval: r.pace.PollMin, MaxInterval: r.pace.PollMax, Multiplier: 1.6, RandomizationFactor: 0.2}
	pause.Reset()
	var last error
	failures := 0
	for {
		var over bool
		var state string
		err := sleep(ctx, pause.NextBackOff())
		if err == nil {
			over, state, err = look(ctx)
		}
		switch {
		case err == nil && over:
			return nil
		case ctx.Err() != nil && last != nil:
			return fmt.Errorf("%w, and at last: %w", ctx.Err(), last)
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			failures, last = 0, errors.New(state)
		case isRefusal(err):
			return err
		default:
			if failures++; failures == mostFailures {
				return err
			}
			last = err
		}
	}
}
