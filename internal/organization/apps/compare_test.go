// SPDX-License-Identifier: MPL-2.0

package apps_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
)

// exceeds reports whether a review finds that a version goes beyond the newest that was reviewed.
func exceeds(installed, reviewed string) bool {
	return !apps.Review(
		[]apps.App{app(func(a *apps.App) { a.Version = installed })},
		map[string]apps.Approval{boards: {MaxVersion: reviewed}},
	).Compliant()
}

func TestVersionsOfAnyLength(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		installed, reviewed string
		exceeds             bool
	}{
		{"2.0.0", "1.2.3.4", true},
		{"1.2.3", "1.2.3.4", false},
		{"1.2.4", "1.2.3.4", true},
		{"1.2.3.4", "1.2.3.4", false},
		{"1.2.3.4.5", "1.2.3.4", false},
		{"1.2.3.5", "1.2.3.4", true},
		{"1", "1.0.0.0.0.0.1", false},
		{"2", "1.0.0.0.0.0.1", true},
		{"v2.0", "2", false},
		{"01.2", "1.2", false},
		{"99999999999999999999999", "1.0", true},
		{"1.99999999999999999999999", "1.99999999999999999999998", true},
		{"2026-11-26", "2026-01-05", true},
		{"2026-01-05", "2026-11-26", false},
		{"1.4.2-AC", "1.4.2", false},
		{"1.4.2-2", "1.4.2-1", true},
		{"1.4.x", "1.4", false},
		{"-1", "1", true},
		{".", "1", true},
		{"\x00", "1", true},
		{"١.٢", "9", true},
	} {
		require.Equal(t, c.exceeds, exceeds(c.installed, c.reviewed), "%q where %q was reviewed", c.installed, c.reviewed)
	}
	for text, good := range map[string]bool{
		"1": true, "1.2.3.4": true, "v1.0": true, "2.1-AC": true, "2026-11-26": true, "1.0.0-beta.1+5": true,
		"": false, "newest": false, "1.": false, "1.*": false, " 1": false, "1 ": false, "-1": false, "1..2": false, "1\n": false,
	} {
		require.Equal(t, good, apps.CheckVersion(text) == nil, "%q", text)
	}
}

// Whatever two texts are compared, nothing panics, nothing that cannot be compared passes, and of two versions that can be, at least
// one does not go beyond the other.
func FuzzVersions(f *testing.F) {
	for _, seed := range [][2]string{
		{"2.0.0", "1.2.3.4"},
		{"1.2.3.4", "2.0.0"},
		{"", ""},
		{"1", ""},
		{"", "1"},
		{"blue", "1"},
		{"v1.0-AC", "1.0"},
		{"1.", "1"},
		{"1..2", "1"},
		{"2026-11-26", "2026-11-27"},
		{"00", "0"},
		{"1_2", "1+2"},
		{"\xff", "\n"},
		{strings.Repeat("9", 300), strings.Repeat("1.", 300) + "1"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, installed, reviewed string) {
		beyond := exceeds(installed, reviewed)
		if reviewed == "" {
			require.False(t, beyond, "nothing is restricted")
			return
		}
		known, understood := apps.CheckVersion(strings.TrimSpace(installed)) == nil, apps.CheckVersion(strings.TrimSpace(reviewed)) == nil
		if !known || !understood {
			require.True(t, beyond, "%q cannot be compared with %q", installed, reviewed)
			return
		}
		require.False(t, exceeds(installed, installed))
		require.False(t, beyond && exceeds(reviewed, installed), "%q and %q cannot be newer than each other", installed, reviewed)
		require.True(t, exceeds("1"+strings.TrimLeft(installed, "vV"), installed), "one digit more")
	})
}
