// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// pauseAsked is how long a 429 asks to wait: no less than min, and no more than max. The two differ if the date leaves out the
// seconds. Both are zero if the 429 does not say, or names a time that has passed.
type pauseAsked struct{ min, max time.Duration }

// askedPause reads how long a 429 asks to wait. X-RateLimit-Reset is documented: an ISO 8601 date in UTC, with or without
// seconds. Retry-After is honored although it is undocumented. The longer one counts.
//
// A date without seconds is cut off: 10:03 may be any moment from 10:03:00 until 10:04:00. So it may look as if it had passed
// although the limit still applies.
func askedPause(header http.Header, now time.Time) pauseAsked {
	var asked pauseAsked
	if at, precision, said := resetTime(header.Get("X-RateLimit-Reset"), now); said {
		asked.min = max(0, at.Sub(now))
		asked.max = max(0, at.Add(precision).Sub(now))
	}
	if after, said := retryAfter(header.Get("Retry-After"), now); said {
		asked.min = max(asked.min, after)
		asked.max = max(asked.max, after)
	}
	return asked
}

// resetLayouts are the forms of a reset date, and the precision that each leaves out: RFC 3339 with and without fractions, and
// the same without seconds. Each form may have no zone, which means UTC.
var resetLayouts = []struct {
	layout    string
	precision time.Duration
}{
	{time.RFC3339, 0},
	{"2006-01-02T15:04:05Z0700", 0},
	{"2006-01-02T15:04:05", 0},
	{"2006-01-02T15:04Z07:00", time.Minute},
	{"2006-01-02T15:04Z0700", time.Minute},
	{"2006-01-02T15:04", time.Minute},
}

// resetTime reads X-RateLimit-Reset. It returns the earliest moment that the text may mean, and how much later it may be.
// Unverified: seconds and milliseconds since 1970, and seconds from now. Other APIs use them, also of Atlassian.
func resetTime(text string, now time.Time) (at time.Time, precision time.Duration, ok bool) {
	text = strings.TrimSpace(text)
	for _, form := range resetLayouts {
		if at, err := time.Parse(form.layout, text); err == nil {
			return at, form.precision, true
		}
	}
	const aSecondSince1970, aMillisecondSince1970 = 1_000_000_000, 100_000_000_000
	number, err := strconv.ParseInt(text, 10, 64)
	switch {
	case err != nil || number < 0:
		return time.Time{}, 0, false
	case number > aMillisecondSince1970:
		return time.UnixMilli(number), 0, true
	case number > aSecondSince1970:
		return time.Unix(number, 0), 0, true
	}
	return now.Add(time.Duration(number) * time.Second), 0, true
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
