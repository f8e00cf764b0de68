// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestHowLongA429AsksToWait(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 1, 10, 2, 30, 0, time.UTC)
	for name, c := range map[string]struct {
		reset, after      string
		shortest, longest time.Duration
	}{
		"nothing":                   {"", "", 0, 0},
		"with seconds":              {"2026-01-01T10:03:10Z", "", 40 * time.Second, 40 * time.Second},
		"with fractions":            {"2026-01-01T10:02:30.250Z", "", 250 * time.Millisecond, 250 * time.Millisecond},
		"with an offset":            {"2026-01-01T11:03:10+01:00", "", 40 * time.Second, 40 * time.Second},
		"with an offset, no colon":  {"2026-01-01T11:03:10+0100", "", 40 * time.Second, 40 * time.Second},
		"without a zone":            {"2026-01-01T10:03:10", "", 40 * time.Second, 40 * time.Second},
		"the next minute":           {"2026-01-01T10:03Z", "", 30 * time.Second, 90 * time.Second},
		"the next minute, no zone":  {"2026-01-01T10:03", "", 30 * time.Second, 90 * time.Second},
		"this minute":               {"2026-01-01T10:02Z", "", 0, 30 * time.Second},
		"the last minute":           {"2026-01-01T10:01Z", "", 0, 0},
		"long ago":                  {"2020-01-01T00:00:00Z", "", 0, 0},
		"seconds since 1970":        {"1767261790", "", 40 * time.Second, 40 * time.Second},
		"milliseconds since 1970":   {"1767261790500", "", 40500 * time.Millisecond, 40500 * time.Millisecond},
		"seconds from now":          {"45", "", 45 * time.Second, 45 * time.Second},
		"blanks around":             {" 2026-01-01T10:03:10Z ", " 7 ", 40 * time.Second, 40 * time.Second},
		"seconds":                   {"", "7", 7 * time.Second, 7 * time.Second},
		"none":                      {"", "0", 0, 0},
		"a negative number":         {"-5", "-5", 0, 0},
		"an HTTP date":              {"", "Thu, 01 Jan 2026 10:02:50 GMT", 20 * time.Second, 20 * time.Second},
		"a past HTTP date":          {"", "Thu, 01 Jan 2026 10:00:00 GMT", 0, 0},
		"the longer, Retry-After":   {"2026-01-01T10:02:35Z", "60", time.Minute, time.Minute},
		"the longer, within minute": {"2026-01-01T10:02Z", "10", 10 * time.Second, 30 * time.Second},
		"nonsense":                  {"soon", "later", 0, 0},
		"too large a number":        {"99999999999999999999", "99999999999999999999", 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			header := http.Header{}
			header.Set("X-RateLimit-Reset", c.reset)
			header.Set("Retry-After", c.after)
			shortest, longest := atlassian.AskedPause(header, now)
			require.Equal(t, c.shortest, shortest)
			require.Equal(t, c.longest, longest)
		})
	}
}

// FuzzResetDates sends any header. A pause is never negative, and its bounds never cross.
func FuzzResetDates(f *testing.F) {
	for _, seed := range []string{"", "2026-01-01T10:03Z", "2026-01-01T10:03:20.5+01:00", "1767261790", "9223372036854775807", "9999-12-31T23:59Z", "-1", "7", "Thu, 01 Jan 2026 10:02:50 GMT"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, reset, after string) {
		shortest, longest := atlassian.AskedPause(http.Header{"X-Ratelimit-Reset": {reset}, "Retry-After": {after}}, time.Date(2026, 1, 1, 10, 2, 30, 0, time.UTC))
		require.GreaterOrEqual(t, shortest, time.Duration(0))
		require.GreaterOrEqual(t, longest, shortest)
	})
}

// The limit ends at some second of the minute that the date names. The client finds it with few requests, and does not wait
// beyond the end of the minute.
func TestADateWithoutSecondsIsAMinuteLong(t *testing.T) {
	t.Parallel()
	for _, second := range []int{0, 1, 13, 31, 59} {
		for _, asked := range []int{10, 70, 119} { // seconds before the end of the minute
			synctest.Test(t, func(t *testing.T) {
				minute := time.Now().Truncate(time.Minute).Add(2 * time.Minute)
				time.Sleep(time.Until(minute.Add(time.Minute - time.Duration(asked)*time.Second))) //nolint:forbidigo // the bubble has its own clock
				reset := minute.Add(time.Duration(second) * time.Second)
				w := &wire{answers: []answerFunc{func(req *http.Request) (*http.Response, error) {
					if time.Now().Before(reset) {
						return status(429, "", "X-RateLimit-Reset", minute.UTC().Format("2006-01-02T15:04Z"))(req)
					}
					return status(201, "")(req)
				}}}
				client := atlassian.WithoutJitter(newClient(t, w))
				require.NoError(t, create(t.Context(), client))
				require.LessOrEqual(t, len(w.sent()), 9)
				require.False(t, time.Now().After(minute.Add(time.Minute)), "%s", time.Now())
			})
		}
	}
}

// A pause that is too long for a duration is the longest duration, and not a negative one.
func TestAPauseUntilTheYear9999(t *testing.T) {
	t.Parallel()
	for _, reset := range []string{"9999-12-31T23:59Z", "9999-12-31T23:59:59Z", "9223372036854775807"} {
		err := create(t.Context(), newClient(t, &wire{answers: []answerFunc{status(429, "", "X-RateLimit-Reset", reset)}}))
		require.ErrorContains(t, err, "asked for a pause of 2562047h", reset)
	}
}
