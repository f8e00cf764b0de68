// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// askedPause is how long a 429 asks to wait; zero where it does not say. Documented is X-RateLimit-Reset with an
// ISO 8601 date in UTC, seen with seconds and without; Retry-After is honored though undocumented. The longer one wins.
// A date that has passed already asks for nothing: one without seconds is cut off, so the limit may last a while longer.
func askedPause(header http.Header, now time.Time) time.Duration {
	var pause time.Duration
	if at, said := resetTime(header.Get("X-RateLimit-Reset"), now); said {
		pause = max(pause, at.Sub(now))
	}
	if after, said := retryAfter(header.Get("Retry-After"), now); said {
		pause = max(pause, after)
	}
	return pause
}

// resetLayouts are the forms of a reset date: RFC 3339 with and without fractions, and without seconds.
var resetLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02T15:04"}

// resetTime reads X-RateLimit-Reset. Seconds since 1970 and seconds from now are undocumented, and understood because
// other APIs of Atlassian and of others use them.
func resetTime(text string, now time.Time) (time.Time, bool) {
	text = strings.TrimSpace(text)
	for _, layout := range resetLayouts {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || seconds < 0:
		return time.Time{}, false
	case seconds > 1_000_000_000:
		return time.Unix(seconds, 0), true
	}
	return now.Add(time.Duration(seconds) * time.Second), true
}

// retryAfter reads Retry-After: seconds, or an HTTP date.
func retryAfter(text string, now time.Time) (time.Duration, bool) {
	text = strings.TrimSpace(text)
	if seconds, err := strconv.ParseInt(text, 10, 32); err == nil {
		return time.Duration(seconds) * time.Second, seconds >= 0
	}
	if at, err := http.ParseTime(text); err == nil {
		return at.Sub(now), true
	}
	return 0, false
}
