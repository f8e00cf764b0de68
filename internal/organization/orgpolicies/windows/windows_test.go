// SPDX-License-Identifier: MPL-2.0

package windows_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/windows"
)

const (
	start = "2026-12-05T22:00:00Z"
	end   = "2026-12-06T06:00:00Z"
)

func TestSame(t *testing.T) {
	t.Parallel()
	for _, same := range []string{
		start, "2026-12-05T23:00:00+01:00", "2026-12-05T22:00:00.000Z", "2026-12-05T22:00Z", "2026-12-05T22:00:00+0000", "2026-12-05T22:00:00", " 2026-12-05T22:00 ",
	} {
		assert.True(t, windows.Same(start, same), same)
		assert.True(t, windows.Same(same, start), same)
	}
	for _, other := range []string{"", "2026-12-05T22:00:01Z", "2026-12-05T22:00:00+01:00", "2026-12-05", "soon", "1796508000"} {
		assert.False(t, windows.Same(start, other), other)
	}
	assert.True(t, windows.Same("soon", "soon"), "what cannot be read is the same as itself")
	assert.False(t, windows.Same("soon", "Soon"))
	assert.True(t, windows.Window{Start: start, End: end}.SameAs(windows.Window{Start: "2026-12-05T22:00Z", End: "2026-12-06T07:00:00+01:00"}))
	assert.False(t, windows.Window{Start: start, End: end}.SameAs(windows.Window{Start: start}))
}

func TestCheck(t *testing.T) {
	t.Parallel()
	require.NoError(t, windows.Window{Start: start, End: end}.Check())
	for said, wrong := range map[string]windows.Window{
		`start is "tomorrow", which is no time as RFC 3339 has it, such as 2026-12-05T22:00:00Z`:         {Start: "tomorrow", End: end},
		`start is "2026-12-05T22:00", which is no time as RFC 3339 has it, such as 2026-12-05T22:00:00Z`: {Start: "2026-12-05T22:00", End: end},
		`end is "", which is no time as RFC 3339 has it, such as 2026-12-06T06:00:00Z`:                   {Start: start},
		"end must be after start": {Start: end, End: start},
	} {
		require.EqualError(t, wrong.Check(), said)
	}
	require.EqualError(t, windows.Window{Start: start, End: "2026-12-05T23:00:00+01:00"}.Check(), "end must be after start", "the zone counts")
}

func TestOver(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.December, 6, 6, 0, 0, 0, time.UTC)
	w := windows.Window{Start: start, End: end}
	assert.False(t, w.Over(at))
	assert.True(t, w.Over(at.Add(time.Second)))
	assert.False(t, windows.Window{Start: start, End: "some day"}.Over(at))
}

func TestString(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "from "+start+" to "+end, windows.Window{Start: start, End: end}.String())
	assert.Equal(t, "from "+start, windows.Window{Start: start}.String())
	assert.Equal(t, "until "+end, windows.Window{End: end}.String())
}

// What Atlassian says of a window, beside the window that is wanted and the one that the state has.
func TestSeen(t *testing.T) {
	t.Parallel()
	wanted, moved := windows.Window{Start: start, End: end}, windows.Window{Start: start, End: "2026-12-07T06:00:00Z"}
	spelt := windows.Window{Start: "2026-12-05T22:00:00.000Z", End: "2026-12-06T06:00:00.000Z"}
	none := windows.Window{}
	for name, test := range map[string]struct {
		answer         windows.Answer
		wanted, before windows.Window
		window         windows.Window
		unclear        string
	}{
		"as wanted":                        {windows.Answer{Window: wanted}, wanted, wanted, wanted, ""},
		"as wanted, in another spelling":   {windows.Answer{Window: spelt}, wanted, wanted, wanted, ""},
		"moved":                            {windows.Answer{Window: moved}, wanted, wanted, moved, ""},
		"moved, not wanted":                {windows.Answer{Window: moved}, none, wanted, moved, ""},
		"not wanted, in another spelling":  {windows.Answer{Window: spelt}, none, wanted, wanted, ""},
		"new, not wanted":                  {windows.Answer{Window: moved}, none, none, moved, ""},
		"neither wanted nor told":          {windows.Answer{}, none, none, none, ""},
		"not told":                         {windows.Answer{}, wanted, wanted, wanted, "Atlassian tells no window"},
		"not told, and another in state":   {windows.Answer{}, wanted, moved, moved, "Atlassian tells no window"},
		"not told, and none in the state":  {windows.Answer{}, wanted, none, none, "Atlassian tells no window"},
		"not told any more, not wanted":    {windows.Answer{}, none, moved, moved, "Atlassian tells no window"},
		"half of it":                       {windows.Answer{Window: windows.Window{Start: start}}, wanted, wanted, wanted, "Atlassian does not tell when the window ends"},
		"the other half":                   {windows.Answer{Window: windows.Window{End: end}}, wanted, none, wanted, "Atlassian does not tell when the window begins"},
		"half of another":                  {windows.Answer{Window: windows.Window{End: moved.End}}, wanted, wanted, windows.Window{End: moved.End}, ""},
		"half, after an import":            {windows.Answer{Window: windows.Window{Start: start}}, none, none, windows.Window{Start: start}, ""},
		"not to be read":                   {windows.Answer{Window: windows.Window{Start: start, End: "soon"}}, wanted, wanted, wanted, `Atlassian tells the window "2026-12-05T22:00:00Z" to "soon", which cannot be read`},
		"two ends":                         {windows.Answer{Window: wanted, Contradicts: true}, wanted, wanted, wanted, "Atlassian tells two different ends of the window"},
		"applied, and not told":            {windows.Answer{Applied: true}, wanted, wanted, wanted, ""},
		"applied, and told otherwise":      {windows.Answer{Applied: true, Window: moved}, wanted, wanted, wanted, ""},
		"applied, new to the state":        {windows.Answer{Applied: true}, wanted, none, wanted, ""},
		"applied, told, and not wanted":    {windows.Answer{Applied: true, Window: moved}, none, wanted, moved, ""},
		"applied, not told and not wanted": {windows.Answer{Applied: true}, none, wanted, wanted, ""},
	} {
		window, unclear := test.answer.Seen(test.wanted, test.before)
		assert.Equal(t, test.window, window, name)
		assert.Equal(t, test.unclear, unclear, name)
	}
}
