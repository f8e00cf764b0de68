// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"net/http"
	"time"
)

// WithoutJitter makes every pause of a client exactly as long as it is at most.
func WithoutJitter(c *Client) *Client {
	c.random = func(time.Duration) time.Duration { return 0 }
	return c
}

// AskedPause is how long a 429 with these headers asks to wait, at least and at most.
func AskedPause(header http.Header, now time.Time) (shortest, longest time.Duration) {
	asked := askedPause(header, now)
	return asked.min, asked.max
}

// Send sends a request of an operation that need not be documented.
func Send(ctx context.Context, c *Client, operation Operation, elements ...string) error {
	return c.do(ctx, request{operation: operation, elements: elements}, nil)
}
