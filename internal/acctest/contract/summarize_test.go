// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

func TestSummarize(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	uncovered, err := contract.Summarize(&out, map[contract.Seen]int{
		{Operation: "GET /v1/books", Status: 200}:             12,
		{Operation: "GET /v1/books", Status: 404}:             1,
		{Operation: "POST /v1/books", Status: 409}:            3,
		{Operation: "DELETE /v1/books/{bookId}", Status: 204}: 2,
		{Operation: "GET /v1/shelves", Status: 200}:           1,
	}, []string{"GET /v1/books", "POST /v1/books", "DELETE /v1/books/{id}", "GET /v1/lent"})
	require.NoError(t, err)
	assert.Equal(t, []string{"POST /v1/books", "GET /v1/lent"}, uncovered, "a failure alone proves nothing")
	assert.Equal(t, `Contract: 2 of the client's 4 operations were used and checked.

Checked:
  13  GET /v1/books  (12×200, 1×404)
   2  DELETE /v1/books/{bookId}  (2×204)

Checked, but not called by the client:
  3  POST /v1/books  (3×409)
  1  GET /v1/shelves  (1×200)

In the client's table, but never answered with success in any test:
  -  POST /v1/books
  -  GET /v1/lent
`, out.String())
}
