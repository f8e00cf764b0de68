// SPDX-License-Identifier: MPL-2.0

package domain_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

const (
	verification = "atlassian_domain_verification"
	// listing is the operation that reads the domains.
	listing = "GET /admin/v1/orgs/{orgId}/domains"
)

// onceAsked does something in the background as soon as the domains have been read that many times more.
func onceAsked(t *testing.T, org *simulated.Organization, times int, do func()) {
	t.Helper()
	before := org.Simulator.Requests()[listing]
	done := make(chan struct{})
	go func() {
		defer close(done)
		if assert.Eventually(t, func() bool { return org.Simulator.Requests()[listing] >= before+times }, 30*time.Second, time.Millisecond) {
			do()
		}
	}()
	t.Cleanup(func() { <-done })
}
