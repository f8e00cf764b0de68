// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// ResetPrecision is the form of the X-RateLimit-Reset header. Atlassian
// documents an ISO 8601 date in UTC, and shows it with and without seconds.
type ResetPrecision string

// The forms of X-RateLimit-Reset. The zero value means ResetMinute.
const (
	ResetMinute ResetPrecision = "minute" // 2026-01-01T10:03Z
	ResetSecond ResetPrecision = "second" // 2026-01-01T10:03:20Z
	ResetNone   ResetPrecision = "none"   // no such header
)

// Check returns an error for an unknown precision.
func (p ResetPrecision) Check() error {
	switch p {
	case "", ResetMinute, ResetSecond, ResetNone:
		return nil
	default:
		return fmt.Errorf("reset %q is none of minute, second, none", string(p))
	}
}

func (p ResetPrecision) format(reset time.Time) string {
	switch p {
	case ResetNone:
		return ""
	case ResetSecond:
		return reset.UTC().Format("2006-01-02T15:04:05Z")
	case ResetMinute:
	}

	return reset.UTC().Format("2006-01-02T15:04Z")
}

// rateLimiter counts the requests of each minute of the clock. Unverified:
// Atlassian documents the headers, but neither the number nor the window.
type rateLimiter struct {
	limit     int
	precision ResetPrecision

	mu     sync.Mutex
	window time.Time
	used   int
}

// allowance is the answer of a limiter to a request.
type allowance struct {
	allowed bool
	left    int
	header  http.Header
}

// allow counts a request. The header shows every client how many are left.
func (l *rateLimiter) allow(now time.Time) allowance {
	if l.limit == 0 {
		return allowance{allowed: true}
	}

	l.mu.Lock()
	defer l.mu.Unlock()

	if window := now.Truncate(time.Minute); !window.Equal(l.window) {
		l.window, l.used = window, 0
	}

	allowed := l.used < l.limit
	if allowed {
		l.used++
	}

	left := l.limit - l.used

	return allowance{allowed, left, rateLimitHeader(l.limit, left, l.precision.format(l.window.Add(time.Minute)))}
}

// rateLimitHeader has the documented headers. Without a reset, it has none of
// them.
func rateLimitHeader(limit, remaining int, reset string) http.Header {
	header := http.Header{}

	if reset != "" {
		header.Set("X-Ratelimit-Limit", strconv.Itoa(limit))
		header.Set("X-Ratelimit-Remaining", strconv.Itoa(remaining))
		header.Set("X-Ratelimit-Reset", reset)
	}

	return header
}
