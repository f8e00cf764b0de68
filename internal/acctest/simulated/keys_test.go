// SPDX-License-Identifier: MPL-2.0

package simulated_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/secrets"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// A workspace looks for the keys of organizations that were started after it was opened, and are gone before it: cleanups run in reverse. No
// CLI reaches an organization that listens nowhere.
func TestKeysAreKnownAsLongAsAWorkspaceMayShowThem(t *testing.T) { //nolint:paralleltest // its subtest has to be over
	start := func(key string) simulated.Option {
		company := simulator.SmallCompany()
		company.APIKey.Value = key
		return simulated.WithStart(company)
	}
	const listens, nowhere = "the-key-of-a-server", "the-key-of-a-handler"
	t.Run("organizations", func(t *testing.T) {
		simulated.Start(t, start(listens))
		simulated.Handler(t, start(nowhere))
		assert.NotEmpty(t, secrets.In([]byte(nowhere)))
	})
	assert.NotEmpty(t, secrets.In([]byte(listens)))
	assert.Empty(t, secrets.In([]byte(nowhere)))
}
