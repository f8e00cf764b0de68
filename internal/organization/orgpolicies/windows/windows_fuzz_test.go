// SPDX-License-Identifier: MPL-2.0

package windows_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/spoken"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/windows"
)

// Times are the same in whatever order they are compared, and as themselves. What can be read and is written again is the same time. A
// window that a person may write can be read, and is not over before it ends.
func FuzzWindows(f *testing.F) {
	for _, seed := range [][2]string{
		{"2026-12-05T22:00:00Z", "2026-12-06T06:00:00Z"},
		{"2026-12-05T22:00Z", "2026-12-05T23:00+01:00"},
		{"2026-12-05", "2026-12-05T00:00:00.000+0000"},
		{"", ""},
		{"soon", "Soon"},
		{"2026-12-05T22:00:00", " 2026-12-05T22:00:00Z"},
		{"9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z"},
		{"\x1b", "\n"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, one, other string) {
		require.True(t, windows.Same(one, one))
		require.Equal(t, windows.Same(one, other), windows.Same(other, one))
		for _, text := range []string{one, other} {
			at, ok := windows.Time(text)
			if !ok || at.UTC().Year() < 0 || at.UTC().Year() > 9999 {
				continue // a year that no text has
			}
			require.True(t, windows.Same(text, at.UTC().Format(time.RFC3339Nano)))
		}
		w := windows.Window{Start: one, End: other}
		require.True(t, w.SameAs(w))
		if !w.IsZero() {
			spoken.InOneLine(t, w.String(), 1500)
		}
		if err := w.Check(); err != nil {
			spoken.InOneLine(t, err.Error(), 1000)
			return
		}
		start, known := windows.Time(one)
		require.True(t, known)
		end, known := windows.Time(other)
		require.True(t, known)
		require.True(t, start.Before(end))
		require.False(t, w.Over(start))
		require.True(t, w.Over(end.Add(time.Nanosecond)))
	})
}
