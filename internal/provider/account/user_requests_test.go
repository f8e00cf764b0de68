// SPDX-License-Identifier: MPL-2.0

package account_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// atOnce does something for every number below n, so many at a time, as Terraform walks its graph.
func atOnce(n, parallelism int, do func(i int)) {
	var workers sync.WaitGroup
	var next atomic.Int64
	for range parallelism {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	workers.Wait()
}

// A refresh of 2,000 people costs at most 45 requests.
func TestManyUsersAreReadTogether(t *testing.T) {
	t.Parallel()
	many := thorough.Part(2000, 500)
	org := simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: many})))
	server := acctest.Server(t, org, nil)
	atOnce(many, 10, func(i int) {
		read, diagnostics := server.ReadResource(&protocol.State{TypeName: userType, Values: map[string]any{
			"email": simulated.Email(i + 1), "directory_id": org.Credentials.DirectoryID, "status": "active", "on_destroy": "suspend", "account_id": simulated.AccountID(i + 1),
		}})
		if diagnostics.Err() != nil || read == nil || read.Values["status"] != "active" {
			t.Errorf("%d: %v, %v", i, read, diagnostics.Err())
		}
	})
	assert.LessOrEqual(t, org.Requests(), 2*many/100+5, "%v", org.Simulator.Requests())
}

// A hundred people cost four invitations with -parallelism=25, and ten with Terraform's default. Every answer may be lost: nobody is
// invited twice.
func TestManyUsersAreInvitedTogether(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		parallelism, requests int
		lost                  bool
	}{{25, 4, false}, {25, 4, true}, {10, 10, false}} {
		t.Run(fmt.Sprintf("parallelism %d, lost %t", test.parallelism, test.lost), func(t *testing.T) {
			t.Parallel()
			const many = 100
			org := simulated.Start(t, simulated.WithLag(50*time.Millisecond))
			email := func(i int) string { return fmt.Sprintf("newcomer-%03d@partner.example", i) }
			planner := acctest.Server(t, org, nil)
			plans := make([]*protocol.Plan, many)
			atOnce(many, test.parallelism, func(i int) { plans[i] = planner.PlanCreate(userType, inviting(org, email(i), nil)) })
			if test.lost {
				org.Simulator.Inject(simulator.Fault{Operation: inviteOperation, LoseAnswer: true, Count: -1})
			}
			org.Simulator.ResetRequests()
			server := acctest.PacedServer(t, org, organization.Pace{PollMin: 20 * time.Millisecond, PollMax: 50 * time.Millisecond, Invitations: time.Second})
			atOnce(many, test.parallelism, func(i int) {
				state, diagnostics := server.ApplyResource(plans[i])
				if diagnostics.Err() != nil || state == nil || state.Values["account_id"] != org.Simulator.AccountID(email(i)) {
					t.Errorf("%d: %v, %v", i, state, diagnostics.Err())
				}
			})
			requests := org.Simulator.Requests()
			assert.Equal(t, test.requests, requests[inviteOperation])
			delete(requests, inviteOperation)
			delete(requests, opSearchUsers)
			assert.Empty(t, requests, "everything else is searches")
			times := org.Simulator.TimesInvited()
			require.Len(t, times, many)
			for email, n := range times {
				assert.Equal(t, 1, n, email)
			}
		})
	}
}
