// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// answering is Atlassian in the test's own process: what it answers to a request is a JSON text.
type answering func(*http.Request) string

func (a answering) RoundTrip(request *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(a(request))), Request: request,
	}, nil
}

// Terraform does ten things at once, and on a busy machine the ten come one after the other, a few milliseconds apart. They are
// one request all the same: in batches that leave half empty, 100 of 2,000 groups cost as much as all of them.
func TestStragglersShareARequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var batches [][]string
		o, err := New(Settings{OrganizationID: "o", BaseURL: "http://127.0.0.1:1", APIKey: "k", Transport: answering(func(request *http.Request) string {
			if request.Method == http.MethodGet {
				return `{"count": 2000}`
			}
			var asked struct{ GroupIDs []string }
			assert.NoError(t, json.NewDecoder(request.Body).Decode(&asked))
			mu.Lock()
			batches = append(batches, asked.GroupIDs)
			mu.Unlock()
			found := make([]string, len(asked.GroupIDs))
			for i, id := range asked.GroupIDs {
				found[i] = fmt.Sprintf(`{"id": %q}`, id)
			}
			return fmt.Sprintf(`{"data": [%s], "links": {}}`, strings.Join(found, ","))
		})})
		require.NoError(t, err)
		var walk sync.WaitGroup
		for walker := range 10 {
			walk.Go(func() {
				for round := range 10 {
					apart := time.Duration((walker*7+round*3)%10) * 2 * time.Millisecond
					assert.NoError(t, reading.Sleep(t.Context(), apart)) // a bubble's time passes at once
					_, err := o.Groups.Get(t.Context(), GroupKey{DirectoryID: "d", GroupID: strconv.Itoa(round*10 + walker)})
					assert.NoError(t, err)
				}
			})
		}
		walk.Wait()
		assert.Len(t, batches, 10)

		// A single look-up does not wait for long.
		start := time.Now()
		_, err = o.Groups.Get(t.Context(), GroupKey{DirectoryID: "d", GroupID: "alone"})
		require.NoError(t, err)
		assert.LessOrEqual(t, time.Since(start), 25*time.Millisecond)
	})
}
