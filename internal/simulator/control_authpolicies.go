// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
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

func (c *call) getMoveTask() answer {
	id := c.request.PathValue("taskId")

	task, ok := c.state.tasks[id]
	if !ok {
		return fail(http.StatusNotFound, codeUnknownResource, "Task not found", "There is no task "+id+" in this organization.")
	}

	reasons := make([]wireFailureReason, len(task.failures))
	for i, failures := range task.failures {
		reasons[i] = wireFailureReason{Emails: slices.Clone(failures.emails), Details: failures.why}
	}

	return succeed(wireTaskStatus{InProgressCount: task.left, SuccessCount: task.moved, FailureCount: task.failed, FailureReasons: reasons})
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
