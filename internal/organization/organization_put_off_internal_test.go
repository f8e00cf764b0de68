// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// putOff are the answers that say neither yes nor no.
var putOff = []int{408, 429, 500, 502, 503, 504}

// maxFailures is how many looks may fail in a row.
const maxFailures = 5

// One answer that puts a read off must not end the wait of everybody: they would take it for Atlassian's last word.
func TestWaitsOutliveAnswersThatPutThemOff(t *testing.T) {
	t.Parallel()
	for _, status := range putOff {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reads := 0
				w := reading.NewWatch(reading.Pauses{Min: time.Second, Max: time.Second}, meaning.IsRefusal, func(context.Context, []string) (map[string]bool, error) {
					if reads++; reads < maxFailures {
						return nil, fmt.Errorf("reading: %w", &atlassian.Error{Status: status})
					}
					return map[string]bool{"a": true}, nil
				})
				is, err := w.Wait(t.Context(), "a", func(is, _ bool) (bool, error) { return is, nil })
				require.NoError(t, err)
				require.True(t, is)
			})
			synctest.Test(t, func(t *testing.T) {
				looks := 0
				r := &run{waits: reading.Waits{Min: time.Second, Max: time.Second, Final: meaning.IsRefusal}}
				err := r.waits.UntilOver(t.Context(), func(context.Context) (bool, string, error) {
					looks++
					if looks < maxFailures {
						return false, "", &atlassian.Error{Status: status}
					}
					return true, "", nil
				})
				require.NoError(t, err)
				require.Equal(t, maxFailures, looks)
			})
		})
	}
}

// A refusal to say how far a task is ends the wait: the next look would be refused, too.
func TestATaskThatMayNotBeLookedAt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		looks := 0
		r := &run{waits: reading.Waits{Min: time.Second, Max: time.Second, Final: meaning.IsRefusal}}
		err := r.waits.UntilOver(t.Context(), func(context.Context) (bool, string, error) {
			looks++
			return false, "", &atlassian.Error{Status: 403}
		})
		require.ErrorContains(t, err, "403")
		require.Equal(t, 1, looks)
	})
}

func TestWhatIsARefusal(t *testing.T) {
	t.Parallel()
	for _, status := range []int{302, 400, 401, 403, 404, 407, 409, 410, 413, 422, 451} {
		assert.True(t, meaning.IsRefusal(&atlassian.Error{Status: status}), status)
		assert.Equal(t, status >= 400 && status != 401, meaning.MayRefuseAdmins(&atlassian.Error{Status: status}), status)
	}
	for _, status := range putOff {
		assert.False(t, meaning.IsRefusal(&atlassian.Error{Status: status}), status)
		assert.False(t, meaning.MayRefuseAdmins(&atlassian.Error{Status: status}), status)
	}
	assert.False(t, meaning.IsRefusal(context.DeadlineExceeded))
}
