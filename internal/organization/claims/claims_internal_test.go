// SPDX-License-Identifier: MPL-2.0

package claims

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// claimant is a run that knows claims, and nothing else.
func claimant() *Registry {
	return New(50 * time.Millisecond)
}

func TestClaimsExcludeEachOtherUnlessTheyAreShared(t *testing.T) {
	t.Parallel()
	c := claimant()
	one, all := Claim{Of: "list", Shared: true, By: "one"}, Claim{Of: "list", By: "all"}
	assert.Empty(t, c.Claim("1", one, Claim{Of: "a", By: "one"}))
	assert.Empty(t, c.Claim("2", Claim{Of: "list", Shared: true, By: "another"}, Claim{Of: "b", By: "another"}), "shared claims agree")
	_, held := c.Held("list")
	assert.False(t, held, "a shared claim holds nothing by itself")
	conflicts := c.Claim("3", all)
	require.Len(t, conflicts, 1)
	assert.Equal(t, "all", conflicts[0].Claim.By)

	// An object that is planned once more claims in place of what it claimed before.
	assert.Empty(t, c.Claim("1", Claim{Of: "c", By: "one"}))
	_, held = c.Held("a")
	assert.False(t, held)
	conflicts = c.Claim("4", Claim{Of: "c", By: "four"})
	require.Len(t, conflicts, 1)
	assert.Equal(t, "one", conflicts[0].Other.By)
	assert.NotEqual(t, claimant().RunID(), c.RunID())
}

func TestWhatLeavesUnheldConflictsWithALaterClaim(t *testing.T) {
	t.Parallel()
	c := claimant()
	c.Claim("1", Claim{Of: "kept", By: "one"})
	assert.True(t, c.PlanLeave("the old one", "kept", "more"), "one of them is held")
	assert.False(t, c.PlanLeave("the old one", "lost"))
	assert.Empty(t, c.Claim("2", Claim{Of: "lost", Weak: true, By: "a weak one"}))
	assert.Empty(t, c.Claim("1", Claim{Of: "kept", By: "one"}), "it was held when the end was planned")
	conflicts := c.Claim("2", Claim{Of: "lost", By: "the new one"})
	require.Len(t, conflicts, 1)
	assert.True(t, conflicts[0].Late)
	assert.Equal(t, "the old one", conflicts[0].Other.By)
}

// A deletion waits for what may still be planned: until the run is quiet, and once for each scope.
func TestADeletionWaitsUntilTheRunIsQuiet(t *testing.T) {
	t.Parallel()
	quiet := 50 * time.Millisecond
	for name, test := range map[string]struct {
		meanwhile func(*Registry)
		held      bool
		most      time.Duration
	}{
		"nothing happens":           {func(*Registry) {}, false, quiet},
		"a claim comes":             {func(c *Registry) { <-time.After(quiet / 2); c.Claim("1", Claim{Of: "x"}) }, true, quiet / 2},
		"a claim of something else": {func(c *Registry) { <-time.After(quiet / 2); c.Claim("1", Claim{Of: "y"}) }, false, quiet * 3 / 2},
		"a request is under way": {func(c *Registry) {
			ended := c.Begin()
			<-time.After(10 * quiet)
			ended()
			c.Claim("1", Claim{Of: "x"})
		}, true, 10 * quiet},
		"a plan is under way": {func(c *Registry) {
			_, made := c.Plan(context.Background())
			<-time.After(10 * quiet)
			c.Claim("1", Claim{Of: "x"})
			made()
		}, true, 10 * quiet},
		"another plan waits, too": {func(c *Registry) {
			during, made := c.Plan(context.Background())
			defer made()
			c.AwaitFate(during, "something else")
		}, false, quiet},
		"a request that never ends": {func(c *Registry) { c.Begin() }, false, maxQuietTimes * quiet},
		"a run that is never quiet": {func(c *Registry) {
			for range 1000 {
				<-time.After(quiet / 2)
				c.Claim("1", Claim{Of: "y"})
			}
		}, false, maxQuietTimes * quiet},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				c := claimant()
				var meanwhile sync.WaitGroup
				defer meanwhile.Wait()
				meanwhile.Go(func() { test.meanwhile(c) })
				synctest.Wait()
				began := time.Now()
				assert.Equal(t, test.held, c.AwaitHeld(t.Context(), "scope", "x"))
				assert.Equal(t, test.most, time.Since(began))
				if !test.held {
					began = time.Now()
					assert.False(t, c.AwaitHeld(t.Context(), "scope", "z"))
					assert.Zero(t, time.Since(began), "a scope is waited for once")
				}
			})
		})
	}
}

// A plan that waits for the claims of others does not wait for itself, and counts again once it goes on.
func TestAPlanDoesNotWaitForItself(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := claimant()
		quiet := c.quiet
		during, made := c.Plan(t.Context())
		began := time.Now()
		assert.False(t, c.AwaitHeld(during, "scope", "x"))
		assert.Equal(t, quiet, time.Since(began))
		go func() {
			<-time.After(10 * quiet)
			c.Claim("1", Claim{Of: "x"})
			made()
		}()
		assert.True(t, c.AwaitHeld(t.Context(), "another scope", "x"))
		assert.Equal(t, 11*quiet, time.Since(began))
	})
}

// An account that leaves one policy for another resource's policy loses nothing, whichever is planned first.
func TestAClaimToAnotherValueIsNotLate(t *testing.T) {
	t.Parallel()
	c := claimant()
	_, held := c.PlanLeaveValue("the old list", "Staff", "account")
	assert.False(t, held)
	assert.Empty(t, c.Claim("1", Claim{Of: "account", Value: "glass", By: "another list"}))
	other, held := c.PlanLeaveValue("the old list", "staff", "account")
	assert.True(t, held)
	assert.Equal(t, "glass", other.Value)
	conflicts := claimantWhoseAccountLeaves(t).Claim("1", Claim{Of: "account", Value: "STAFF", By: "a list"})
	require.Len(t, conflicts, 1)
	assert.True(t, conflicts[0].Late)
	assert.Equal(t, "the old list", conflicts[0].Other.By)
}

func claimantWhoseAccountLeaves(t *testing.T) *Registry {
	t.Helper()
	c := claimant()
	_, held := c.PlanLeaveValue("the old list", "staff", "account")
	require.False(t, held)
	return c
}

func TestWaitsEndWithTheirContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := claimant()
		defer c.Begin()()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		began := time.Now()
		assert.False(t, c.AwaitHeldLonger(ctx, "x"))
		assert.Equal(t, time.Millisecond, time.Since(began))
	})
}

// A caller that would refuse a plan gives the run more time, every time.
func TestRefusalsWaitLonger(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := claimant()
		longer := c.quiet * refusalPatience
		for range 2 {
			began := time.Now()
			assert.False(t, c.AwaitFate(t.Context(), "group"))
			assert.Equal(t, longer, time.Since(began))
		}
		go func() {
			<-time.After(longer / 2)
			c.End("group")
		}()
		assert.True(t, c.AwaitFate(t.Context(), "group"))
		assert.True(t, c.Ends("group"))
		go func() {
			<-time.After(longer / 2)
			c.Know("role")
		}()
		assert.True(t, c.AwaitKnown(t.Context(), "role"))
	})
}

// A refresh that is patient sees another object of the state that holds the same, even where it comes a little later.
func TestTwoObjectsOfAStateThatHoldTheSame(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := claimant()
		first := c.ReadAgain("x")
		assert.Zero(t, first(t.Context(), false))
		go func() {
			<-time.After(c.quiet)
			second := c.ReadAgain("x")
			assert.Equal(t, 1, second(t.Context(), false))
		}()
		assert.Equal(t, 1, first(t.Context(), true))

		alone := c.ReadAgain("y")
		began := time.Now()
		assert.Zero(t, alone(t.Context(), true))
		assert.Equal(t, 2*c.quiet, time.Since(began))
		assert.Zero(t, alone(t.Context(), true), "the time is over")
		assert.Equal(t, 2*c.quiet, time.Since(began))
	})
}
