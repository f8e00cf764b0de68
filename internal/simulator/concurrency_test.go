// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestConcurrentUse(t *testing.T) {
	t.Parallel()

	now := newClock()

	org := simulator.Organization{Name: "Busy", Groups: []simulator.Group{{Name: "all"}}}
	for i := range 40 {
		org.Users = append(org.Users, simulator.User{Email: fmt.Sprintf("u%d@busy.example", i)})
	}

	b := start(t, simulator.Options{Organization: org, Lag: time.Second, Now: now.Now})

	var together sync.WaitGroup

	for _, user := range org.Users {
		together.Go(func() {
			assert.Equal(t, http.StatusNoContent, b.member("all", user.Email).status)
			b.found("all")
			b.Organization()
			now.advance(50 * time.Millisecond)

			// One of all who ask for the same name gets it.
			b.do("POST", "{dir}/groups", object{"name": "same"})
		})
	}

	together.Wait()
	now.advance(time.Second)

	assert.Len(t, b.found("all"), 40)
	assert.Len(t, b.Members("all"), 40)
	require.Equal(t, []string{"same"}, b.ok("POST", "{dir}/groups/search", object{"searchTerm": "same"}).column("name"))
}
