// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const (
	hana    = "hana.sato@acme.dev"
	fatima  = "fatima.haddad@acme.example"
	nowhere = "00000000-0000-4000-8000-00000000dead"
)

// move asks for users to be moved to a policy, given by name, and gives the
// address of the task.
func (b *bench) move(policy string, users ...string) string {
	b.t.Helper()

	got := b.do("POST", "{control}/auth-policy/"+b.AuthenticationPolicyID(policy)+"/add-users", object{"users": users})
	require.Equal(b.t, http.StatusAccepted, got.status, got.raw)
	require.Len(b.t, got.body, 2)

	id, _ := got.body["taskId"].(string)
	link, _ := got.body["taskLink"].(string)
	require.Equal(b.t, b.server.URL+b.path("{control}/auth-policy/task/")+id, link)

	return link
}

// counts are those of a task: in progress, succeeded, failed.
func (b *bench) counts(task string) [3]int {
	b.t.Helper()

	var counts [3]int

	got := b.ok("GET", task, nil)
	for i, name := range []string{"inProgressCount", "successCount", "failureCount"} {
		number, ok := got.body[name].(float64)
		require.True(b.t, ok, name)

		counts[i] = int(number)
	}

	return counts
}

// fetch gives the policies of users, by email address.
func (b *bench) fetch(users ...string) map[string]string {
	b.t.Helper()

	ids := make([]string, len(users))
	for i, user := range users {
		ids[i] = b.AccountID(user)
	}

	found := map[string]string{}

	for _, one := range b.ok("POST", "{control}/users/auth-policies/bulk-fetch", object{"accountIds": ids}).list {
		one, ok := one.(map[string]any)
		require.True(b.t, ok)
		require.Len(b.t, one, 3)

		email, _ := one["email"].(string)
		assert.Equal(b.t, b.AccountID(email), one["accountId"])

		found[email], _ = one["policyId"].(string)
	}

	return found
}

func TestUsersAreMoved(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	everyone, staff, glass := b.AuthenticationPolicyID("Everyone"), b.AuthenticationPolicyID("staff"), b.AuthenticationPolicyID("Break glass")

	assert.Equal(t, map[string]string{ada: staff, emil: everyone}, b.fetch(ada, emil, lena), "lena is not managed")

	task := b.move("Break glass", strings.ToUpper(ada), emil)
	assert.Equal(t, [3]int{0, 2, 0}, b.counts(task))
	assert.Equal(t, []any{}, b.ok("GET", task, nil).body["failureReasons"])
	assert.Equal(t, map[string]string{ada: glass, emil: glass}, b.fetch(emil, ada), "moved out of the old policies")

	again := b.move("Break glass", ada, ada)
	assert.Equal(t, [3]int{0, 2, 0}, b.counts(again), "those who are there already")
	assert.NotEqual(t, task, again)

	b.move("Everyone", ada)
	assert.Equal(t, map[string]string{ada: everyone}, b.fetch(ada))
}

func TestPoliciesAreFetchedInOrderOfAppearance(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	ids := []string{b.AccountID(emil), "nobody", b.AccountID(ada), b.AccountID(emil), b.AccountID(lena)}

	list := b.ok("POST", "{control}/users/auth-policies/bulk-fetch", object{"accountIds": ids}).list
	assert.Equal(t, []any{
		object{"email": ada, "accountId": b.AccountID(ada), "policyId": b.AuthenticationPolicyID("Staff")},
		object{"email": emil, "accountId": b.AccountID(emil), "policyId": b.AuthenticationPolicyID("Everyone")},
	}, list)

	assert.Equal(t, "[]", b.ok("POST", "{control}/users/auth-policies/bulk-fetch", object{"accountIds": []string{"nobody"}}).raw)
}

func TestMovesTakeTheLag(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{Lag: 4 * time.Second, Now: now.Now})
	staff, everyone := b.AuthenticationPolicyID("Staff"), b.AuthenticationPolicyID("Everyone")

	task := b.move("Staff", emil, "nobody@acme.example", fatima, hana)
	assert.Equal(t, [3]int{4, 0, 0}, b.counts(task))
	assert.Equal(t, map[string]string{emil: everyone}, b.fetch(emil))

	now.advance(time.Second - time.Millisecond)
	assert.Equal(t, [3]int{4, 0, 0}, b.counts(task))

	now.advance(time.Millisecond)
	assert.Equal(t, [3]int{3, 1, 0}, b.counts(task), "one after the other")
	assert.Equal(t, map[string]string{emil: staff, fatima: everyone}, b.fetch(emil, fatima))
	assert.Equal(t, staff, b.AuthenticationPolicyOf(emil))

	now.advance(time.Second)
	assert.Equal(t, [3]int{2, 1, 1}, b.counts(task))

	now.advance(2 * time.Second)
	assert.Equal(t, staff, b.AuthenticationPolicyOf(hana), "also without another request in between")
	assert.Equal(t, [3]int{0, 3, 1}, b.counts(task))

	times := b.ok("GET", "{v1}/events", nil).column("attributes", "time")
	assert.Equal(t, []string{"2026-01-01T10:02:24.000Z", "2026-01-01T10:02:23.000Z", "2026-01-01T10:02:21.000Z"}, times, "each when it happened")
}

func TestTasksOverlap(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{Lag: 4 * time.Second, Now: now.Now})

	b.move("Staff", emil, fatima)
	b.move("Break glass", fatima, emil)

	now.advance(2 * time.Second)
	assert.Equal(t, b.AuthenticationPolicyID("Staff"), b.AuthenticationPolicyOf(emil))
	assert.Equal(t, b.AuthenticationPolicyID("Break glass"), b.AuthenticationPolicyOf(fatima))

	now.advance(2 * time.Second)
	assert.Equal(t, b.AuthenticationPolicyID("Break glass"), b.AuthenticationPolicyOf(emil))
	assert.Equal(t, b.AuthenticationPolicyID("Staff"), b.AuthenticationPolicyOf(fatima))

	b.move("Everyone", ada)
	b.move("Break glass", ada)
	b.move("Staff", emil)

	now.advance(4 * time.Second)
	assert.Equal(t, b.AuthenticationPolicyID("Break glass"), b.AuthenticationPolicyOf(ada), "what was asked for first happens first")
}

func TestMovesFail(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	refused := &simulator.MoveFailure{Status: 409, Title: "Conflict", Detail: "The user is being moved."}
	require.NoError(t, b.FailMoves(ada, refused))
	require.NoError(t, b.FailMoves(b.AccountID(emil), &simulator.MoveFailure{Status: 409, Title: "Conflict", Detail: "The user is being moved."}))

	refused.Title = "changed later"

	task := b.move("Break glass", ada, lena, "x@acme.example", hana, emil, "y@acme.example")
	assert.Equal(t, [3]int{0, 1, 5}, b.counts(task))
	assert.Equal(t, []any{
		object{"emails": []any{ada, emil}, "details": object{"status": 409.0, "title": "Conflict", "detail": "The user is being moved."}},
		object{"emails": []any{lena}, "details": object{"status": 400.0, "title": "User not managed", "detail": "The account is not managed by this organization."}},
		object{"emails": []any{"x@acme.example", "y@acme.example"}, "details": object{"status": 404.0, "title": "User not found", "detail": "There is no account with this email address."}},
	}, b.ok("GET", task, nil).body["failureReasons"])
	assert.Equal(t, b.AuthenticationPolicyID("Staff"), b.AuthenticationPolicyOf(ada))

	require.NoError(t, b.FailMoves(ada, nil))
	assert.Equal(t, [3]int{0, 1, 0}, b.counts(b.move("Break glass", ada)))

	require.ErrorIs(t, b.FailMoves("nobody", nil), simulator.ErrNotFound)
	require.ErrorContains(t, b.FailMoves(ada, &simulator.MoveFailure{}), "from 400 to 599")
}

// What the console changes while a task runs decides about the moves that are
// still to come, and not about those that were due before.
func TestConsoleChangesWhileATaskRuns(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{Lag: 2 * time.Second, Now: now.Now})

	task := b.move("Break glass", "gus.moreau@acme.dev", hana)
	gone := b.move("Staff", emil, fatima)

	now.advance(time.Second)
	require.NoError(t, b.SetDomainClaim("acme.dev", "unverified"))
	require.NoError(t, b.DeleteAuthenticationPolicy("Staff"))

	now.advance(time.Second)
	assert.Equal(t, [3]int{0, 1, 1}, b.counts(task))
	assert.Equal(t, [3]int{0, 1, 1}, b.counts(gone))
	assert.Equal(t, "Policy not found", b.ok("GET", gone, nil).at("failureReasons", 0, "details", "title"))
	assert.Equal(t, b.AuthenticationPolicyID("Everyone"), b.AuthenticationPolicyOf(emil), "landed in the default policy")
}

func TestUnknownPoliciesAndTasks(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	for _, unknown := range []string{nowhere, "Staff"} {
		got := b.do("POST", "{control}/auth-policy/"+unknown+"/add-users", object{"users": []string{ada}})
		assert.Equal(t, http.StatusNotFound, got.status, "the API knows IDs only")
		assertFamily(t, "control", got)
	}

	got := b.do("GET", "{control}/auth-policy/task/"+nowhere, nil)
	assert.Equal(t, http.StatusNotFound, got.status)
	assertFamily(t, "control", got)
}

func TestMovesAtTheSameTime(t *testing.T) {
	t.Parallel()

	now := newClock()

	org := simulator.Organization{
		Name:                   "Busy",
		Domains:                []simulator.Domain{{Name: "busy.example"}},
		AuthenticationPolicies: []simulator.AuthenticationPolicy{{Name: "Staff"}},
	}
	for i := range 40 {
		org.Users = append(org.Users, simulator.User{Email: fmt.Sprintf("u%d@busy.example", i)})
	}

	b := start(t, simulator.Options{Organization: org, Lag: time.Second, Now: now.Now})

	var together sync.WaitGroup

	for users := range slices.Chunk(org.Users, 4) {
		together.Go(func() {
			emails := make([]string, len(users))
			for i, user := range users {
				emails[i] = user.Email
			}

			task := b.move("Staff", emails...)

			now.advance(50 * time.Millisecond)
			b.fetch(emails...)
			b.counts(task)
			b.Organization()
			b.ok("GET", "{v1}/events", nil)
		})
	}

	together.Wait()
	now.advance(time.Second)

	assert.Len(t, b.AuthenticationPolicyMembers("Staff"), 40)
	assert.Len(t, b.ok("GET", "{v1}/events?limit=500", nil).column("id"), 40)
}
