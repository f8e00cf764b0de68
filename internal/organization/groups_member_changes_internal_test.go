// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// faulty panics with an index that is out of range.
func faulty(numbers []int, at int) int { return numbers[at] }

// A panic in a change of one account is the failure of that account alone.
func TestAPanicInABulkChangeEndsNothingElse(t *testing.T) {
	t.Parallel()
	failed := make(map[string]error)
	each(t.Context(), []string{"a", "b"}, failed, func(_ context.Context, id string) error {
		if id == "a" {
			faulty(nil, 0)
		}
		return nil
	})
	require.Len(t, failed, 1)
	require.ErrorContains(t, failed["a"], "organization.faulty")
	failed = together([]string{"a"}, func(string) error { faulty(nil, 0); return nil })
	require.ErrorContains(t, failed["a"], "organization.faulty")
}
