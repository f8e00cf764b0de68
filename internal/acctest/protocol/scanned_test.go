// SPDX-License-Identifier: MPL-2.0

package protocol_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/secrets"
)

// A provider that shows a key of an organization fails the test, wherever in an answer the key is.
func TestAnAnswerWithASecretFailsItsTest(t *testing.T) {
	t.Parallel()
	const key = "a-key-that-no-answer-may-have"
	t.Cleanup(secrets.Note("the key", key))
	failures := failing(t, func(tb testing.TB) { //nolint:thelper // not a helper
		protocol.New(tb, newLibrary()).PlanCreate("library_book", map[string]any{"title": "About " + key})
	})
	require.Len(t, failures, 1)
	assert.Contains(t, failures[0], "the answer of PlanResourceChange shows a secret: the key")
	assert.NotContains(t, failures[0], key)
}
