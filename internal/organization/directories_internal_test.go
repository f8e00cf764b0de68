// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

func TestASearchFindsOnlyWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	self := func(id string) string { return id }
	finding := func(found ...string) func(context.Context, []string) iter.Seq2[string, error] {
		return onlyAsked("things", self, func(context.Context, []string) iter.Seq2[string, error] {
			return func(yield func(string, error) bool) {
				for _, id := range found {
					if !yield(id, nil) {
						return
					}
				}
			}
		})
	}
	for name, test := range map[string]struct {
		found, asked []string
		refused      string
	}{
		"all":               {[]string{"b", "a"}, []string{"a", "b"}, ""},
		"some":              {[]string{"b"}, []string{"a", "b"}, ""},
		"in another case":   {[]string{"B"}, []string{"a", "b"}, ""},
		"something else":    {[]string{"a", "c"}, []string{"a", "b"}, "c"},
		"one that goes on":  {[]string{"a/1"}, []string{"a"}, "a/1"},
		"asked for no more": {[]string{"c"}, nil, ""},
	} {
		found, err := reading.Collect(finding(test.found...)(t.Context(), slices.Clone(test.asked)))
		if test.refused == "" {
			require.NoError(t, err, name)
			assert.Equal(t, test.found, found, name)
			continue
		}
		var unasked *UnaskedError
		require.ErrorAs(t, err, &unasked, name)
		assert.Equal(t, test.refused, unasked.ID, name)
		require.ErrorContains(t, err, "did not ask for")
	}
}
