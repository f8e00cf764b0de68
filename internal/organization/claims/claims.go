// SPDX-License-Identifier: MPL-2.0

// Package claims keeps what the objects of a configuration hold: which object claims a subject, which one takes it away, and how long a run
// must wait before it decides that no object claims it. It knows nothing of Atlassian, and imports nothing of ours.
package claims

import (
	"context"
	"crypto/rand"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"
)

// Claim says that an object of the configuration holds a subject.
type Claim struct {
	// Of is what is held.
	Of Subject
	// Value is what the subject will be, if it can be one of several: the policy of an account. Otherwise, it is empty.
	Value string
	// Shared claims do not exclude each other: several memberships share the list of members that one
	// atlassian_group_members would hold alone.
	Shared bool
	// Weak claims lose nothing when another object leaves the subject: a group that exists may take the name of one that is deleted.
	Weak bool
	// By names the object that claims, for a message.
	By string
}

// Conflict is a subject that two objects of the configuration claim, or that the plan takes away before it gives it again.
type Conflict struct {
	// Claim is the later claim, Other the earlier one.
	Claim, Other Claim
	// Late is set where the plan has decided that Other takes the subject away before anything was known of the claim: see
	// [Registry.PlanLeave].
	Late bool
}

// Registry is what the configuration holds, as far as this run has seen it. Terraform says nothing to a provider about other
// objects, replacements in progress or deposed objects. Only what the same run has planned or applied shows whether the deletion
// of one object takes away what another one holds.
type Registry struct {
	// run names the run: see [Registry.RunID].
	run string
	// quiet is how long the run must be quiet before it expects no more claims.
	quiet time.Duration

	mu sync.Mutex
	// bySubject lists claims by the object that holds them.
	bySubject table[map[string]Claim]
	// byHolder lists the subjects of an object, so that a later claim replaces an earlier one.
	byHolder map[string][]Subject
	// ending are the subjects that the plan deletes, known are those that the state of the configuration holds.
	ending, known table[bool]
	// left says which object takes a subject away, and what it was, because nothing held the subject when that was planned.
	left table[Claim]
	// leaving counts the objects that are taking a subject away at this moment: see [Registry.Leave].
	leaving counts
	// refreshed is set once the run has refreshed an object.
	refreshed bool
	// waited are the scopes that the run has waited for already.
	waited map[string]bool
	// last is the time of the latest news. inFlight counts the requests under way: an object that waits for one may claim later.
	last     time.Time
	inFlight int
	// planning counts the plans under way that may claim something.
	planning int
	// reads counts the refreshes of a subject: two objects of the state may hold the same. deposed counts those of them that have ended.
	reads, deposed counts
	// formers are objects of the state, successors what the plan creates: see [Registry.NoteFormer].
	formers    map[string]*former
	successors map[string]any
	// refusals are why ends were not refused that have been planned: see [Registry.NoteRefusal].
	refusals table[any]
	// news is closed and made anew with every piece of news.
	news chan struct{}
}

// New makes the registry of a run that expects no more claims once it was quiet for a time.
func New(quiet time.Duration) *Registry {
	return &Registry{
		run:       rand.Text(),
		quiet:     quiet,
		bySubject: make(table[map[string]Claim]),
		byHolder:  make(map[string][]Subject),
		ending:    make(table[bool]),
		known:     make(table[bool]),
		left:      make(table[Claim]),
		leaving:   newCounts(),
		reads:     newCounts(),
		deposed:   newCounts(),
		waited:    make(map[string]bool),
		formers:   make(map[string]*former), successors: make(map[string]any),
		refusals: make(table[any]), news: make(chan struct{}),
	}
}

// RunID names this run. An object whose deletion is planned and applied in the same run is a deposed one: Terraform plans all
// other deletions in an earlier run.
func (c *Registry) RunID() string { return c.run }

// Claim notes that an object holds subjects, in place of what it claimed before. It returns the conflicts with claims of other
// objects that the same run has planned before. The holder is an ID that the object keeps for life.
func (c *Registry) Claim(holder string, list ...Claim) []Conflict {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, subject := range c.byHolder[holder] {
		delete(c.bySubject.get(subject), holder)
	}
	subjects := make([]Subject, 0, len(list))
	var conflicts []Conflict
	for _, claim := range list {
		for earlier := range c.claimsOn(claim.Of, holder) {
			if !claim.Shared || !earlier.Shared {
				conflicts = append(conflicts, Conflict{Claim: claim, Other: earlier})
				break
			}
		}
		for taken := range c.left.at(claim.Of) {
			if !claim.Weak && strings.EqualFold(taken.Value, claim.Value) {
				conflicts = append(conflicts, Conflict{Claim: claim, Other: taken, Late: true})
				break
			}
		}
		if c.bySubject.get(claim.Of) == nil {
			c.bySubject.put(claim.Of, make(map[string]Claim))
		}
		c.bySubject.get(claim.Of)[holder] = claim
		subjects = append(subjects, claim.Of)
	}
	c.byHolder[holder] = subjects
	c.noteNews()
	return conflicts
}

// claimsOn yields the claims on a subject, except for those of one object. The caller holds the lock.
func (c *Registry) claimsOn(subject Subject, except string) iter.Seq[Claim] {
	return func(yield func(Claim) bool) {
		for byHolder := range c.bySubject.at(subject) {
			for holder, claim := range byHolder {
				if holder != except && !yield(claim) {
					return
				}
			}
		}
	}
}

// noteNews wakes the calls that wait for news. The caller holds the lock.
func (c *Registry) noteNews() {
	c.last = time.Now()
	c.wake()
}

// wake makes the calls that wait look once more. The caller holds the lock.
func (c *Registry) wake() {
	close(c.news)
	c.news = make(chan struct{})
}

// Begin notes that a request is under way.
func (c *Registry) Begin() (ended func()) { return c.count(&c.inFlight) }

func (c *Registry) count(underWay *int) (ended func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	*underWay++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		*underWay--
		c.noteNews()
	}
}

// planning marks the context of a plan under way.
type planning struct{}

// Plan notes that a plan is under way that may claim something. The function that it returns is called when the plan is made. Waits for
// the claims of others take the context that it returns: a plan that waits does not hold up others, or itself.
func (c *Registry) Plan(ctx context.Context) (during context.Context, made func()) {
	return context.WithValue(ctx, planning{}, true), c.count(&c.planning)
}

// pause takes a plan that waits out of the plans under way.
func (c *Registry) pause(ctx context.Context) (resume func()) {
	if ctx.Value(planning{}) == nil {
		return func() {}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.planning--
	c.wake()
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.planning++
	}
}

// Held returns the claim on a subject, other than a shared one.
func (c *Registry) Held(subject Subject) (Claim, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.held(subject)
}

func (c *Registry) held(subject Subject) (Claim, bool) {
	for claim := range c.claimsOn(subject, "") {
		if !claim.Shared {
			return claim, true
		}
	}
	return Claim{}, false
}

// HeldStrongly reports whether one of the subjects is held by a claim that is neither shared nor weak.
func (c *Registry) HeldStrongly(subjects ...Subject) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, subject := range subjects {
		for claim := range c.claimsOn(subject, "") {
			if !claim.Shared && !claim.Weak {
				return true
			}
		}
	}
	return false
}

// AnyShared reports whether any object has a shared claim on a subject, such as a single membership on the members of its group.
func (c *Registry) AnyShared(subject Subject) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for claim := range c.claimsOn(subject, "") {
		if claim.Shared {
			return true
		}
	}
	return false
}

// anyHeld reports whether one of the subjects is held.
func (c *Registry) anyHeld(subjects []Subject) bool {
	return slices.ContainsFunc(subjects, func(s Subject) bool { _, is := c.held(s); return is })
}

// AwaitHeld reports whether an object of the configuration holds one of the subjects. Terraform plans in no particular order, so
// it may plan that object a moment later. The first call for a scope, such as one group, waits until the run is quiet. Later calls
// for the same scope do not wait.
func (c *Registry) AwaitHeld(ctx context.Context, scope string, subjects ...Subject) bool {
	return c.await(ctx, scope, c.quiet, func() bool { return c.anyHeld(subjects) })
}

// AwaitQuiet waits as [Registry.AwaitHeld] does, for a caller that looks at its subjects one by one afterwards.
func (c *Registry) AwaitQuiet(ctx context.Context, scope string) {
	c.await(ctx, scope, c.quiet, func() bool { return false })
}

// AwaitHeldLonger is [Registry.AwaitHeld] for a plan that would fail otherwise. It waits longer, and at every call.
func (c *Registry) AwaitHeldLonger(ctx context.Context, subjects ...Subject) bool {
	return c.awaitLonger(ctx, func() bool { return c.anyHeld(subjects) })
}

// End notes that the plan deletes a subject, such as a whole group.
func (c *Registry) End(subject Subject) {
	c.learn(func() { c.ending.put(subject, true) })
}

// Ends reports whether the plan deletes a subject, as far as this run has seen it.
func (c *Registry) Ends(subject Subject) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ending.has(subject)
}

// AwaitFate waits, as [Registry.AwaitHeldLonger] does, until the run knows whether the plan deletes a subject or the
// configuration holds it. It reports whether the run knows.
func (c *Registry) AwaitFate(ctx context.Context, subject Subject) bool {
	return c.awaitLonger(ctx, func() bool {
		_, held := c.held(subject)
		return held || c.ending.has(subject)
	})
}

// refusalPatience is how many times longer a call waits for a quiet run before a plan fails.
const refusalPatience = 5

// awaitLonger waits at every call, whatever the scope.
func (c *Registry) awaitLonger(ctx context.Context, condition func() bool) bool {
	return c.await(ctx, "", c.quiet*refusalPatience, condition)
}

// learn notes something that calls may wait for.
func (c *Registry) learn(what func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	what()
	c.noteNews()
}

// Know notes that the state of the configuration holds a subject: a refresh has seen it, or a deletion of this run has left it for
// the creation that follows.
func (c *Registry) Know(subject Subject) {
	c.learn(func() { c.known.put(subject, true) })
}

// Known reports whether the state of the configuration holds a subject, as far as this run has seen it.
func (c *Registry) Known(subject Subject) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.known.has(subject)
}

// AwaitKnown is [Registry.Known]. It waits as [Registry.AwaitHeldLonger] does, because a refresh may see the subject a
// moment later.
func (c *Registry) AwaitKnown(ctx context.Context, subject Subject) bool {
	return c.awaitLonger(ctx, func() bool { return c.known.has(subject) })
}

// NoteRefresh notes that this run has refreshed an object. Terraform refreshes only where it plans.
func (c *Registry) NoteRefresh() {
	c.learn(func() { c.refreshed = true })
}

// Refreshed reports whether this run is certainly a plan. Another one may be an apply, or a plan that had nothing to refresh.
func (c *Registry) Refreshed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.refreshed
}

// AwaitRefreshed is [Registry.Refreshed]. It waits as [Registry.AwaitHeldLonger] does, because the first refresh of the run may
// come a moment later.
func (c *Registry) AwaitRefreshed(ctx context.Context) bool {
	return c.awaitLonger(ctx, func() bool { return c.refreshed })
}

// maxQuietTimes limits the wait in a run that never becomes quiet.
const maxQuietTimes = 100

// await waits until a condition is true, or until the run has been quiet for a while: no request is under way, and no news comes
// in. It waits once for each scope.
func (c *Registry) await(ctx context.Context, scope string, quiet time.Duration, condition func() bool) bool {
	defer c.pause(ctx)()
	began := time.Now()
	for {
		c.mu.Lock()
		so, waited, news := condition(), scope != "" && c.waited[scope], c.news
		now := time.Now()
		left := maxQuietTimes*quiet - now.Sub(began)
		if c.inFlight == 0 && (scope == "" || c.planning == 0) {
			since := began
			if c.last.After(since) {
				since = c.last
			}
			left = min(left, quiet-now.Sub(since))
		}
		if !so && left <= 0 && scope != "" {
			c.waited[scope] = true
		}
		c.mu.Unlock()
		if so || waited || left <= 0 {
			return so
		}
		timer := time.NewTimer(left)
		select {
		case <-news:
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return false
		}
		timer.Stop()
	}
}
