// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxBulkFetch bounds the list of account IDs. Unverified: Atlassian documents
// no bound; without one here, clients would not learn to ask in portions.
const maxBulkFetch = 100

const (
	pathControls = "/admin/control/v1/orgs"
	pathControl  = pathControls + "/{orgId}"
)

var (
	addUsersFields  = []parameter{{name: "users", kind: kindTexts, minItems: 1, required: true}}
	bulkFetchFields = []parameter{{name: "accountIds", kind: kindTexts, minItems: 1, maximum: maxBulkFetch, required: true}}
)

// MoveFailure is why a user cannot be moved to another authentication policy.
type MoveFailure struct {
	Status int    `json:"status"`
	Title  string `json:"title"`
	Detail string `json:"detail"`
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
	failures []wireFailureReason
}

type wireTask struct {
	TaskID   string `json:"taskId"`
	TaskLink string `json:"taskLink"`
}

type wireFailureReason struct {
	Emails  []string    `json:"emails"`
	Details MoveFailure `json:"details"`
}

type wireTaskStatus struct {
	InProgressCount int                 `json:"inProgressCount"`
	SuccessCount    int                 `json:"successCount"`
	FailureCount    int                 `json:"failureCount"`
	FailureReasons  []wireFailureReason `json:"failureReasons"`
}

type wireUserPolicy struct {
	Email string `json:"email,omitempty"`
	// Unverified, as opposed to the two others: that there is such a field.
	AccountID string `json:"accountId"`
	PolicyID  string `json:"policyId"`
}

// controlOperations lists the operations of the Control API that are served.
func controlOperations(w *World) []*operation {
	return []*operation{
		{
			method: "POST", path: pathControl + "/auth-policy/{policyId}/add-users",
			scope: "write:policies:admin", change: true,
			body: addUsersFields, serve: within(w, (*call).addUsers, ownOrg),
			family: familyControl,
		},
		{
			method: "GET", path: pathControl + "/auth-policy/task/{taskId}",
			scope:  "write:policies:admin", // not a mistake: reading a task needs the scope to write
			serve:  within(w, (*call).getMoveTask, ownOrg),
			family: familyControl,
		},
		{
			method: "POST", path: pathControl + "/users/auth-policies/bulk-fetch",
			body: bulkFetchFields, serve: within(w, (*call).bulkFetchPolicies, ownOrg),
			family: familyControl,
			lists:  true, live: livePolicies,
		},
	}
}

// ownOrg refuses requests about an organization that is not this one.
func ownOrg(c *call) *answer {
	id := c.pathValue("orgId")
	if id == c.state.id {
		return nil
	}

	return new(fail(http.StatusNotFound, codeUnknownOrg, "Organization not found", "There is no organization "+id+" that this key may manage."))
}

// addUsers begins a task that moves users into a policy: out of the one that
// they are in, because nobody is in two.
func (c *call) addUsers() answer {
	asked, err := decode[struct {
		Users []string `json:"users"`
	}](c.values)
	if err != nil {
		return fail(http.StatusBadRequest, codeInvalidBody, "Bad request", err.Error())
	}

	for _, email := range asked.Users {
		if !strings.Contains(email, "@") {
			problem := "users: " + strconv.Quote(email) + " is not an email address"
			c.violate(problem)

			return fail(http.StatusBadRequest, codeInvalidBody, "Bad request", problem)
		}
	}

	id := c.request.PathValue("policyId")

	at := slices.IndexFunc(c.state.policies, func(p *authenticationPolicy) bool { return p.id == id })
	if at < 0 {
		return fail(http.StatusNotFound, codeUnknownPolicy, "Policy not found", "There is no authentication policy "+id+" in this organization.")
	}

	task := c.state.beginMoves(c.now, c.state.policies[at], asked.Users)

	return answer{status: http.StatusAccepted, body: wireTask{
		TaskID: task, TaskLink: c.address(pathControls + "/" + c.state.id + "/auth-policy/task/" + task),
	}}
}

// beginMoves makes a task. Its users take their turns evenly spread over the
// lag; where nothing lags, all of them are due by now.
func (s *state) beginMoves(now time.Time, policy *authenticationPolicy, emails []string) string {
	id := derive(s.id, "task", strconv.Itoa(len(s.tasks)))
	task := &moveTask{policy: policy, left: len(emails), failures: []wireFailureReason{}}
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
		return &MoveFailure{http.StatusNotFound, "Policy not found", "The authentication policy does not exist any more."}
	case !known:
		return &MoveFailure{http.StatusNotFound, "User not found", "There is no account with this email address."}
	case s.claimStatus(moved) != managed:
		return &MoveFailure{http.StatusBadRequest, "User not managed", "The account is not managed by this organization."}
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
		if t.failures[i].Details == why {
			t.failures[i].Emails = append(t.failures[i].Emails, email)

			return
		}
	}

	t.failures = append(t.failures, wireFailureReason{Emails: []string{email}, Details: why})
}

func (c *call) getMoveTask() answer {
	id := c.request.PathValue("taskId")

	task, ok := c.state.tasks[id]
	if !ok {
		return fail(http.StatusNotFound, codeUnknownResource, "Task not found", "There is no task "+id+" in this organization.")
	}

	return succeed(wireTaskStatus{
		InProgressCount: task.left, SuccessCount: task.moved, FailureCount: task.failed, FailureReasons: slices.Clone(task.failures),
	})
}

// bulkFetchPolicies says which policies people are in: a list without anything
// around it. Unverified: that those who are in none are left out. They come in
// the order of appearance, and not in that of the request, which Atlassian does
// not promise.
func (c *call) bulkFetchPolicies() answer {
	asked, err := decode[struct {
		AccountIDs []string `json:"accountIds"`
	}](c.values)
	if err != nil {
		return fail(http.StatusBadRequest, codeInvalidBody, "Bad request", err.Error())
	}

	var people []*account

	for _, id := range asked.AccountIDs {
		if found, ok := c.state.byAccount[id]; ok {
			people = append(people, found)
		}
	}

	slices.SortFunc(people, func(a, b *account) int { return compareSeq(a, b.seq) })

	found := []wireUserPolicy{}

	for _, person := range slices.Compact(people) {
		if policy := c.state.policyOf(person); policy != nil {
			found = append(found, wireUserPolicy{Email: person.email, AccountID: person.id, PolicyID: policy.id})
		}
	}

	return succeed(found)
}

// livePolicies gives accounts without an address the forms of live answers.
func livePolicies(whole any) {
	people, _ := whole.([]any)
	for at, person := range people {
		if person, ok := person.(liveObject); ok {
			liveAbsence(at, person, "email")
		}
	}
}
