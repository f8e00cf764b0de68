// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"time"
)

// Subject is something that one object of a configuration can hold, such as the membership of an account in a group.
type Subject string

// Claim says that an object of the configuration holds a subject.
type Claim struct {
	// Of is what is held.
	Of Subject
	// Value is what the subject is to be, where it can be one of several: the policy of an account. Else it is empty.
	Value string
	// Shared claims do not exclude each other: several memberships share the list of members that one
	// atlassian_group_members would hold alone.
	Shared bool
	// By names the object that claims, for a message.
	By string
}

// Conflict is a subject that two objects of the configuration claim.
type Conflict struct {
	// Claim is the later claim, Other the earlier one.
	Claim, Other Claim
	// Late is set where there is no earlier claim, but the plan takes the subject away already: see [Organization.Leave].
	Late bool
}

// claims is what the configuration holds, as far as this run has seen it. Terraform tells a provider nothing of other
// objects, of replacements in progress, or of deposed objects. What was planned or applied in the same run is all there is
// to know whether the end of one object takes away what another one holds.
type claims struct {
	// run names the run: see [Organization.RunID].
	run string

	mu sync.Mutex
	// bySubject lists claims by the object that holds them.
	bySubject map[Subject]map[string]Claim
	// byHolder lists the subjects of an object, so that a later claim replaces an earlier one.
	byHolder map[string][]Subject
	// left are subjects that the plan takes away, as nobody held them.
	left map[Subject]bool
	// ending are subjects that the plan ends, known are those that the state of the configuration holds.
	ending, known map[Subject]bool
	// refreshed is set where an object was refreshed.
	refreshed bool
	// waited are the scopes whose quiet time is over.
	waited map[string]bool
	// last is when the latest news came, and inFlight how many requests are under way: what is planned behind them may claim.
	last     time.Time
	inFlight int
	// news is closed, and made anew, when something comes in.
	news chan struct{}
}

func newClaims() *claims {
	return &claims{
		run:       rand.Text(),
		bySubject: make(map[Subject]map[string]Claim),
		byHolder:  make(map[string][]Subject),
		left:      make(map[Subject]bool),
		ending:    make(map[Subject]bool),
		known:     make(map[Subject]bool),
		waited:    make(map[string]bool),
		news:      make(chan struct{}),
	}
}

// RunID names this run. An object whose end was planned in the same run in which it is applied is a deposed one: Terraform
// plans all others in a run before.
func (o *Organization) RunID() string { return o.claims.run }

// Claim notes that an object holds subjects, in place of what it claimed before, and returns the conflicts with what other
// objects of the configuration claim. The holder is an ID that the object keeps for life. The run knows only what was
// planned before in it.
func (o *Organization) Claim(holder string, list ...Claim) []Conflict {
	c := o.claims
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, subject := range c.byHolder[holder] {
		delete(c.bySubject[subject], holder)
	}
	subjects := make([]Subject, 0, len(list))
	var conflicts []Conflict
	for _, claim := range list {
		if c.left[claim.Of] && !claim.Shared {
			conflicts = append(conflicts, Conflict{Claim: claim, Late: true})
		}
		for other, earlier := range c.bySubject[claim.Of] {
			if other != holder && !(claim.Shared && earlier.Shared) {
				conflicts = append(conflicts, Conflict{Claim: claim, Other: earlier})
				break
			}
		}
		if c.bySubject[claim.Of] == nil {
			c.bySubject[claim.Of] = make(map[string]Claim)
		}
		c.bySubject[claim.Of][holder] = claim
		subjects = append(subjects, claim.Of)
	}
	c.byHolder[holder] = subjects
	c.tell()
	return conflicts
}

// tell wakes those who wait. The lock is held.
func (c *claims) tell() {
	c.last = time.Now()
	close(c.news)
	c.news = make(chan struct{})
}

// begin notes that a request is under way.
func (c *claims) begin() (ended func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inFlight++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.inFlight--
		c.tell()
	}
}

// Held returns the claim on a subject, other than a shared one.
func (o *Organization) Held(subject Subject) (Claim, bool) {
	o.claims.mu.Lock()
	defer o.claims.mu.Unlock()
	return o.claims.held(subject)
}

func (c *claims) held(subject Subject) (Claim, bool) {
	for _, claim := range c.bySubject[subject] {
		if !claim.Shared {
			return claim, true
		}
	}
	return Claim{}, false
}

// AnyMembershipHeld tells whether any object holds a single membership of a group. That spares look-ups where none does.
func (o *Organization) AnyMembershipHeld(key GroupKey) bool {
	o.claims.mu.Lock()
	defer o.claims.mu.Unlock()
	for _, claim := range o.claims.bySubject[MembersSubject(key)] {
		if claim.Shared {
			return true
		}
	}
	return false
}

// anyHeld tells whether one of the subjects is held.
func (c *claims) anyHeld(subjects []Subject) bool {
	return slices.ContainsFunc(subjects, func(s Subject) bool { _, is := c.held(s); return is })
}

// AwaitHeld tells whether one of some subjects is held by an object of the configuration. Terraform walks in no particular
// order, so the object that holds it may be planned a moment later. The first question of a scope, such as one group, waits
// until the run is quiet; later ones of that scope do not wait again.
func (o *Organization) AwaitHeld(ctx context.Context, scope string, subjects ...Subject) bool {
	return o.claims.await(ctx, scope, o.pace.Claims, func() bool { return o.claims.anyHeld(subjects) })
}

// AwaitQuiet waits as [Organization.AwaitHeld] does, for what is looked at one by one then.
func (o *Organization) AwaitQuiet(ctx context.Context, scope string) {
	o.claims.await(ctx, scope, o.pace.Claims, func() bool { return false })
}

// AwaitHeldLonger is [Organization.AwaitHeld] where a plan would be refused otherwise: it gives the run more time, every time.
func (o *Organization) AwaitHeldLonger(ctx context.Context, subjects ...Subject) bool {
	return o.claims.await(ctx, "", o.pace.Claims*refusalPatience, func() bool { return o.claims.anyHeld(subjects) })
}

// Leave notes that the plan takes subjects away, unless one of them is held, and tells whether it is. Who claims one of them
// later in the plan comes too late to be left what it holds: that is a conflict. In other walks nothing is noted.
func (o *Organization) Leave(subjects ...Subject) (held bool) {
	c := o.claims
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.anyHeld(subjects) {
		return true
	}
	for _, subject := range subjects {
		if c.refreshed {
			c.left[subject] = true
		}
	}
	return false
}

// End notes that the plan ends a subject, such as a whole group.
func (o *Organization) End(subject Subject) {
	o.claims.mu.Lock()
	defer o.claims.mu.Unlock()
	o.claims.ending[subject] = true
	o.claims.tell()
}

// Ends tells whether the plan ends a subject, as far as this run has seen it.
func (o *Organization) Ends(subject Subject) bool {
	o.claims.mu.Lock()
	defer o.claims.mu.Unlock()
	return o.claims.ending[subject]
}

// AwaitEnd tells whether the plan ends a subject. It waits as [Organization.AwaitHeldLonger] does.
func (o *Organization) AwaitEnd(ctx context.Context, subject Subject) bool {
	return o.claims.await(ctx, "", o.pace.Claims*refusalPatience, func() bool { return o.claims.ending[subject] })
}

// refusalPatience is how many times longer a run is given to become quiet before a plan is refused.
const refusalPatience = 5

// Know notes that the state of the configuration holds a subject: a refresh has seen it there, or a deletion of this run has
// left it for the creation that follows.
func (o *Organization) Know(subject Subject) {
	o.claims.mu.Lock()
	defer o.claims.mu.Unlock()
	o.claims.known[subject] = true
	o.claims.tell()
}

// Known tells whether the state of the configuration holds a subject, as far as this run has seen it.
func (o *Organization) Known(subject Subject) bool {
	o.claims.mu.Lock()
	defer o.claims.mu.Unlock()
	return o.claims.known[subject]
}

// AwaitKnown is [Organization.Known]. It waits as [Organization.AwaitHeldLonger] does, because a refresh may see the subject a
// moment later.
func (o *Organization) AwaitKnown(ctx context.Context, subject Subject) bool {
	return o.claims.await(ctx, "", o.pace.Claims*refusalPatience, func() bool { return o.claims.known[subject] })
}

// NoteRefresh notes that this run has refreshed an object. Terraform refreshes only where it plans.
func (o *Organization) NoteRefresh() {
	o.claims.mu.Lock()
	defer o.claims.mu.Unlock()
	o.claims.refreshed = true
}

// Refreshed tells whether this run is certainly a plan. Another one may be an apply, or a plan that had nothing to refresh.
func (o *Organization) Refreshed() bool {
	o.claims.mu.Lock()
	defer o.claims.mu.Unlock()
	return o.claims.refreshed
}

// mostQuietTimes bounds a wait in a run that does not become quiet.
const mostQuietTimes = 100

// await waits until something is so, or the run has been quiet for a while: no request is under way, and nothing comes in. A
// scope is waited for once.
func (c *claims) await(ctx context.Context, scope string, quiet time.Duration, is func() bool) bool {
	began := time.Now()
	for {
		c.mu.Lock()
		so, waited, news := is(), scope != "" && c.waited[scope], c.news
		now := time.Now()
		left := mostQuietTimes*quiet - now.Sub(began)
		if c.inFlight == 0 {
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
