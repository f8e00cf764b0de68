// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// MoveFailure is why a user cannot be moved to another authentication policy.
type MoveFailure struct {
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
}

// Statuses of failures, as those of HTTP.
const (
	refused = 400
	missing = 404
)

// failedMoves are the users whose moves failed for one reason.
type failedMoves struct {
	emails []string
	why    MoveFailure
}

// move takes one user, given by email address, to the policy of a task.
type move struct {
	due   time.Time
	email string
	task  *moveTask
}

// moveTask moves users to a policy, one after the other. It is kept for good:
// Atlassian documents no lifetime.
type moveTask struct {
	policy   *authenticationPolicy
	left     int
	moved    int
	failed   int
	failures []failedMoves
}

// moveState are the tasks that move users.
type moveState struct {
	tasks map[string]*moveTask
	moves []move // still to happen, by due
}

var movePart = part{
	seed: func(s *state, _ Organization) error {
		s.tasks = map[string]*moveTask{}

		return nil
	},
	settle: (*state).settleMoves,
}

// beginMoves makes a task. Its users take their turns evenly spread over the
// lag; where nothing lags, all of them are due by now.
func (s *state) beginMoves(now time.Time, policy *authenticationPolicy, emails []string) string {
	id := derive(s.id, "task", strconv.Itoa(len(s.tasks)))
	task := &moveTask{policy: policy, left: len(emails), failures: []failedMoves{}}
	s.tasks[id] = task

	for i, email := range emails {
		due := now.Add(s.lag * time.Duration(i+1) / time.Duration(len(emails)))
		at, _ := slices.BinarySearchFunc(s.moves, due, func(m move, due time.Time) int {
			// Never equal: what is due at the same time keeps the order in which it was asked for.
			if m.due.After(due) {
				return 1
			}

			return -1
		})
		s.moves = slices.Insert(s.moves, at, move{due, email, task})
	}

	return id
}

// settleMoves lets happen what is due at that time.
func (s *state) settleMoves(now time.Time) {
	due := 0
	for due < len(s.moves) && !s.moves[due].due.After(now) {
		due++
	}

	for _, m := range s.moves[:due] {
		m.task.left--

		if failure := s.move(m); failure != nil {
			m.task.fail(m.email, *failure)

			continue
		}

		m.task.moved++
	}

	s.moves = slices.Delete(s.moves, 0, due)
}

// move moves one user. Unverified: all of its failures.
func (s *state) move(m move) *MoveFailure {
	moved, known := s.byEmail[strings.ToLower(m.email)]

	switch {
	case !slices.Contains(s.policies, m.task.policy):
		return &MoveFailure{missing, "Policy not found", "The authentication policy does not exist any more."}
	case !known:
		return &MoveFailure{missing, "User not found", "There is no account with this email address."}
	case s.claimStatus(moved) != managed:
		return &MoveFailure{refused, "User not managed", "The account is not managed by this organization."}
	case moved.moveFailure != nil:
		return moved.moveFailure
	}

	s.moveTo(m.due, s.keyActor(), m.task.policy, moved)

	return nil
}

// moveTo puts a managed account into a policy. Who is there already stays, and
// nothing has happened.
func (s *state) moveTo(now time.Time, by actor, policy *authenticationPolicy, moved *account) {
	if s.policyOf(moved) == policy {
		return
	}

	moved.policy = policy
	s.record(now, ActionPolicyMemberMoved, by, policyObject(policy), userObject(moved))
}

// fail notes a failure next to the others with the same reason.
func (t *moveTask) fail(email string, why MoveFailure) {
	t.failed++

	for i := range t.failures {
		if t.failures[i].why == why {
			t.failures[i].emails = append(t.failures[i].emails, email)

			return
		}
	}

	t.failures = append(t.failures, failedMoves{emails: []string{email}, why: why})
}
