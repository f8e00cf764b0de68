// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// An audit log without data is not one without events.
func TestEventsWithoutData(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{"data":null}`, `{"data":null,"links":{"next":null},"meta":{"next":null,"page_size":0}}`, `{}`, `{"data":{}}`, `{"data":[null]}`, `null`, `[]`, ``} {
		answer := func() *wire { return &wire{answers: []answerFunc{status(http.StatusOK, body)}} }
		require.Error(t, drain(newClient(t, answer()).Events(t.Context(), "o", atlassian.EventFilter{})), body)
		_, err := newClient(t, answer()).EventActions(t.Context(), "o")
		require.Error(t, err, body)
	}
}
