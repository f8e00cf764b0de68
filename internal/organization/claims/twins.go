// SPDX-License-Identifier: MPL-2.0

package claims

import (
	"context"
	"time"
)

// ReadAgain notes that an object of the state which holds subjects is refreshed, and reports afterwards how many others of the same run
// hold all of them: an object and its deposed predecessor, or two resources for one thing. Terraform refreshes both at about the same
// time. A patient caller gives the other one a little while, which a refresh mostly takes anyway.
func (c *Registry) ReadAgain(subjects ...Subject) (twins func(ctx context.Context, patient bool) int) {
	c.learn(func() {
		for _, subject := range subjects {
			c.reads.add(subject, 1)
		}
	})
	began := time.Now()
	return func(ctx context.Context, patient bool) (others int) {
		if len(subjects) == 0 {
			return 0
		}
		least := time.Duration(0)
		if patient {
			least = 2*c.quiet - time.Since(began)
		}
		c.within(ctx, least, func() bool {
			fewest := c.reads.sum(subjects[0])
			for _, subject := range subjects[1:] {
				fewest = min(fewest, c.reads.sum(subject))
			}
			others = fewest - 1
			return others > 0
		})
		return others
	}
}

// EndDeposed notes that a deposed object ends which holds subjects, and reports how many have ended in this run, for the subject of
// which most have. No ended one holds the subject for the others.
func (c *Registry) EndDeposed(subjects ...Subject) (ended int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, subject := range subjects {
		c.deposed.add(subject, 1)
		ended = max(ended, c.deposed.sum(subject))
	}
	return ended
}

// within waits for a condition, no longer than a time.
func (c *Registry) within(ctx context.Context, least time.Duration, condition func() bool) {
	over := time.NewTimer(max(least, 0))
	defer over.Stop()
	for {
		c.mu.Lock()
		so, news := condition(), c.news
		c.mu.Unlock()
		if so || least <= 0 {
			return
		}
		select {
		case <-news:
		case <-over.C:
			least = 0
		case <-ctx.Done():
			least = 0
		}
	}
}
