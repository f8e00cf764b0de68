// SPDX-License-Identifier: MPL-2.0

package reading

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// ErrNotYet says that what was waited for had not come by the end of the time allowed for it.
var ErrNotYet = errors.New("it did not happen within the allowed time")

// maxFailures is how many looks may fail in a row before the wait ends. Each look has the retries of its client behind it, so a wait of
// half an hour outlives a minute without an answer.
const maxFailures = 5

// Pauses are the pauses between tries of the same thing. They grow from Min to Max, with jitter.
type Pauses struct {
	// Min and Max bound a pause.
	Min, Max time.Duration
	// Linear makes every pause longer than the last by Min. Otherwise every pause is 1.6 times as long as the last.
	Linear bool
}

func (p Pauses) begin() backoff.BackOff {
	if p.Linear {
		return &linear{Pauses: p}
	}
	growing := &backoff.ExponentialBackOff{InitialInterval: p.Min, MaxInterval: p.Max, Multiplier: 1.6, RandomizationFactor: 0.2}
	growing.Reset()
	return growing
}

// linear are pauses that grow by the same time with every try.
type linear struct {
	Pauses

	tries int
}

func (l *linear) NextBackOff() time.Duration {
	l.tries++
	wait := min(time.Duration(l.tries)*l.Min, l.Max)
	return wait + rand.N(wait/4+1) //nolint:gosec // jitter is no secret
}

func (l *linear) Reset() { l.tries = 0 }

// Polling is how often, how long and how patiently [Until] looks.
type Polling struct {
	Pauses

	// Final reports whether an error is the last word, because the next look would meet it as well. It ends the wait at once. Every
	// other error ends the wait where it comes five times in a row. Nil calls no error final.
	Final func(error) bool
	// Limit, unless 0, is the time after which a look that shows nothing yet ends the wait with [ErrNotYet].
	Limit time.Duration
	// Delayed puts a pause before the first look, for what has just begun.
	Delayed bool
}

// Look looks at something once: whether it is over, or else, in words for an error, how far it is; the words may be empty.
type Look func(context.Context) (over bool, state string, err error)

// Until looks at something until it is over. When the context ends first, the error says what was seen last.
func Until(ctx context.Context, polling Polling, look Look) error {
	return polling.begin().until(ctx, look)
}

// poll is a wait under way.
type poll struct {
	Polling

	pauses backoff.BackOff
	// woken, unless nil, ends a pause early.
	woken    <-chan struct{}
	failures int
	last     error
}

func (p Polling) begin() *poll { return &poll{Polling: p, pauses: p.Pauses.begin()} }

func (p *poll) until(ctx context.Context, look Look) error {
	began := time.Now()
	if p.Delayed && p.pause(ctx) != nil {
		return p.cut(ctx)
	}
	for {
		over, state, err := look(ctx)
		switch {
		case err == nil && over:
			return nil
		case ctx.Err() != nil:
			return p.cut(ctx)
		case err == nil:
			p.failures = 0
			if state != "" {
				p.last = errors.New(state)
			}
		default:
			if p.failures++; p.Final != nil && p.Final(err) || p.failures >= maxFailures {
				return err
			}
			p.last = err
		}
		if p.Limit > 0 && time.Since(began) >= p.Limit {
			return ErrNotYet
		}
		if p.pause(ctx) != nil {
			return p.cut(ctx)
		}
	}
}

// cut is the error of a wait that its context has ended.
func (p *poll) cut(ctx context.Context) error {
	if p.last == nil {
		return ctx.Err()
	}
	return fmt.Errorf("%w, and at last: %w", ctx.Err(), p.last)
}

// pause waits for the next look; its error is that of the context.
func (p *poll) pause(ctx context.Context) error {
	timer := time.NewTimer(p.pauses.NextBackOff())
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-p.woken:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Sleep waits, unless the context ends first; then it returns the context's error.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
