// SPDX-License-Identifier: MPL-2.0

// Package control serves the Control API of a simulated organization: its
// authentication policies, and its policies about data.
package control

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// maxBulkFetch bounds the list of account IDs. Unverified: Atlassian documents
// no bound. This one makes clients ask in batches.
const maxBulkFetch = 100

const (
	pathControls = "/admin/control/v1/orgs"
	pathControl  = pathControls + "/{orgId}"
)

var (
	addUsersFields  = []wire.Parameter{{Name: "users", Kind: wire.KindStrings, MinItems: 1, Required: true}}
	bulkFetchFields = []wire.Parameter{{Name: "accountIds", Kind: wire.KindStrings, MinItems: 1, Max: maxBulkFetch, Required: true}}
)

type wireTask struct {
	TaskID   string `json:"taskId"`
	TaskLink string `json:"taskLink"`
}

type wireFailureReason struct {
	Emails  []string          `json:"emails"`
	Details world.MoveFailure `json:"details"`
}

type wireTaskStatus struct {
	InProgressCount int                 `json:"inProgressCount"`
	SuccessCount    int                 `json:"successCount"`
	FailureCount    int                 `json:"failureCount"`
	FailureReasons  []wireFailureReason `json:"failureReasons"`
}

type wireUserPolicy struct {
	Email string `json:"email,omitempty"`
	// Unverified, unlike the two others: there is such a field.
	AccountID string `json:"accountId"`
	PolicyID  string `json:"policyId"`
}

// Operations is the table of the Control API: one function for each subject.
func Operations(w *world.World) []*wire.Operation {
	return slices.Concat(policyOperations(w), dataSecurityOperations(w), authenticationOperations(w))
}

// authenticationOperations are the operations about authentication policies.
func authenticationOperations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: "POST", Path: pathControl + "/auth-policy/{policyId}/add-users",
			Scope: "write:policies:admin", Change: true,
			Body: addUsersFields, Serve: within(w, (*call).addUsers),
			Family: wire.FamilyControl,
		},
		{
			Method: "GET", Path: pathControl + "/auth-policy/task/{taskId}",
			Scope:  "write:policies:admin", // not a mistake: reading a task needs the scope to write
			Serve:  within(w, (*call).getMoveTask),
			Family: wire.FamilyControl,
		},
		{
			Method: "POST", Path: pathControl + "/users/auth-policies/bulk-fetch",
			Body: bulkFetchFields, Serve: within(w, (*call).bulkFetchPolicies),
			Family: wire.FamilyControl,
			Lists:  true, Live: liveMembers,
		},
	}
}

// addUsers starts a task that moves users to a policy. They leave the policy
// that they are in, because an account is in one policy only.
func (c *call) addUsers() wire.Answer {
	asked, err := wire.Decode[struct {
		Users []string `json:"users"`
	}](c.Values)
	if err != nil {
		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Bad request", err.Error())
	}

	for _, email := range asked.Users {
		if !strings.Contains(email, "@") {
			problem := "users: " + strconv.Quote(email) + " is not an email address"
			c.Violate(problem)

			return wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Bad request", problem)
		}
	}

	id := c.Request.PathValue("policyId")

	at := slices.IndexFunc(c.state.Policies, func(p *world.Policy) bool { return p.ID == id })
	if at < 0 {
		return wire.Fail(http.StatusNotFound, wire.CodeUnknownPolicy, "Policy not found", "There is no authentication policy "+id+" in this organization.")
	}

	task := c.state.BeginMoves(c.now, c.state.Policies[at], asked.Users)

	return wire.Answer{Status: http.StatusAccepted, Body: wireTask{
		TaskID: task, TaskLink: c.Address(pathControls + "/" + c.state.ID + "/auth-policy/task/" + task),
	}}
}

func (c *call) getMoveTask() wire.Answer {
	id := c.Request.PathValue("taskId")

	task, ok := c.state.Tasks[id]
	if !ok {
		return wire.Fail(http.StatusNotFound, wire.CodeUnknownResource, "Task not found", "There is no task "+id+" in this organization.")
	}

	reasons := make([]wireFailureReason, len(task.Failures))
	for i, failures := range task.Failures {
		reasons[i] = wireFailureReason{Emails: slices.Clone(failures.Emails), Details: failures.Why}
	}

	return wire.OK(wireTaskStatus{InProgressCount: task.Left, SuccessCount: task.Moved, FailureCount: task.Failed, FailureReasons: reasons})
}

// bulkFetchPolicies lists the policies of accounts. The answer is a bare list,
// in order of appearance and not in that of the request, which Atlassian does
// not promise. Unverified: accounts that are in no policy are missing.
func (c *call) bulkFetchPolicies() wire.Answer {
	asked, err := wire.Decode[struct {
		AccountIDs []string `json:"accountIds"`
	}](c.Values)
	if err != nil {
		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Bad request", err.Error())
	}

	var people []*world.Account

	for _, id := range asked.AccountIDs {
		if found, ok := c.state.ByAccount[id]; ok {
			people = append(people, found)
		}
	}

	slices.SortFunc(people, func(a, b *world.Account) int { return world.CompareSeq(a, b.Seq) })

	found := []wireUserPolicy{}

	for _, person := range slices.Compact(people) {
		if policy := c.state.PolicyOf(person); policy != nil {
			found = append(found, wireUserPolicy{Email: person.Email, AccountID: person.ID, PolicyID: policy.ID})
		}
	}

	return wire.OK(found)
}

// liveMembers gives accounts without an address their live form.
func liveMembers(whole any) {
	people, _ := whole.([]any)
	for at, person := range people {
		if person, ok := person.(wire.LiveObject); ok {
			wire.LiveAbsence(at, person, "email")
		}
	}
}
