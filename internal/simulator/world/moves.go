// SPDX-License-Identifier: MPL-2.0

package world

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

// Statuses of failures. They mean the same as in HTTP.
const (
	refused = 400
	missing = 404
)

// failedMoves are the users whose moves failed for one reason.
type failedMoves struct {
	Emails []string
	Why    MoveFailure
}

// move is one user, given by email address, that a task is to move.
type move struct {
	due   time.Time
	email string
	task  *moveTask
}

// moveTask moves users to a policy, one after the other. It is never deleted,
// because Atlassian documents no lifetime.
type moveTask struct {
	policy   *Policy
	Left     int
	Moved    int
	Failed   int
	Failures []failedMoves
}

// moveState holds the tasks that move users.
type moveState struct {
	Tasks map[string]*moveTask
	moves []move // not done yet, by due
}

var movePart = part{
	seed: func(s *State, _ Organization) error {
		s.Tasks = map[string]*moveTask{}

		return nil
	},
	settle: (*State).settleMoves,
}

// BeginMoves starts a task. Its moves are spread evenly over the lag. Without a
// lag, all of them are due now.
func (s *State) BeginMoves(now time.Time, policy *Policy, emails []string) string {
	id := Derive(s.ID, "task", strconv.Itoa(len(s.Tasks)))
	task := &moveTask{policy: policy, Left: len(emails), Failures: []failedMoves{}}
	s.Tasks[id] = task

	for i, email := range emails {
		due := now.Add(s.lag * time.Duration(i+1) / time.Duration(len(emails)))
		at, _ := slices.BinarySearchFunc(s.moves, due, func(m move, due time.Time) int {
			// Never equal, so that moves that are due at the same time keep the
			// order of their requests.
			if m.due.After(due) {
				return 1
			}

			return -1
		})
		s.moves = slices.Insert(s.moves, at, move{due, email, task})
	}

	return id
}

// settleMoves makes the moves that are due.
func (s *State) settleMoves(now time.Time) {
	due := 0
	for due < len(s.moves) && !s.moves[due].due.After(now) {
		due++
	}

	for _, m := range s.moves[:due] {
		m.task.Left--

		if failure := s.move(m); failure != nil {
			m.task.fail(m.email, *failure)

			continue
		}

		m.task.Moved++
	}

	s.moves = slices.Delete(s.moves, 0, due)
}

// move moves one user. Unverified: all failures.
func (s *State) move(m move) *MoveFailure {
	moved, known := s.ByEmail[strings.ToLower(m.email)]

	switch {
	case !slices.Contains(s.Policies, m.task.policy):
		return &MoveFailure{missing, "Policy not found", "The authentication policy does not exist any more."}
	case !known:
		return &MoveFailure{missing, "User not found", "There is no account with this email address."}
	case s.ClaimStatus(moved) != Managed:
		return &MoveFailure{refused, "User not managed", "The account is not managed by this organization."}
	case moved.moveFailure != nil:
		return moved.moveFailure
	}

	s.moveTo(m.due, s.KeyActor(), m.task.policy, moved)

	return nil
}

// moveTo moves a managed account to a policy. It does nothing, and logs
// nothing, if the account is in that policy already.
func (s *State) moveTo(now time.Time, by Actor, policy *Policy, moved *Account) {
	if s.PolicyOf(moved) == policy {
		return
	}

	moved.policy = policy
	s.LogEvent(now, ActionPolicyMemberMoved, by, policyObject(policy), UserObject(moved))
}

// fail records a failure with the others that have the same reason.
func (t *moveTask) fail(email string, why MoveFailure) {
	t.Failed++

	for i := range t.Failures {
		if t.Failures[i].Why == why {
			t.Failures[i].Emails = append(t.Failures[i].Emails, email)

			return
		}
	}

	t.Failures = append(t.Failures, failedMoves{Emails: []string{email}, Why: why})
}
