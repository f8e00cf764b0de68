// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

const (
	controlPages = "https://developer.atlassian.com/cloud/admin/control/rest/"
	policiesPage = controlPages + "api-group-authentication-policies/"

	// control is the root of the Control API.
	control = "/admin/control/v1/orgs/{orgId}"
)

// controlMeanings are the sentences that the Control API documents instead of a body.
var controlMeanings = map[int]string{
	http.StatusUnauthorized:    "The request is not authenticated",
	http.StatusTooManyRequests: "The rate limit is exceeded",
}

// PolicyMember is a managed account and the authentication policy that it is in.
type PolicyMember struct {
	// AccountID may be empty. Then Email identifies the account.
	AccountID string
	// Email is the account's address.
	Email string
	// PolicyID is empty if the answer names no policy.
	PolicyID string
}

// A second request moves no account twice, but makes a second task. So the client sends it once, and the caller reads to settle a
// lost answer.
var addUsersToPolicy = documented(Operation{
	ID: "ControlCloudAPIs_addUsersToPolicy", Method: http.MethodPost, Path: control + "/auth-policy/{policyId}/add-users",
	Scope: "write:policies:admin", Source: policiesPage, Repeat: Once, Success: http.StatusAccepted, Meanings: controlMeanings,
})

// AddUsersToAuthenticationPolicy moves accounts into a policy, by their e-mail addresses. It returns the ID of the task that
// moves them: see [Client.AuthenticationPolicyTask]. An account is in exactly one policy, so it leaves its former one. How many
// addresses one request takes is not documented.
//
// POST /admin/control/v1/orgs/{orgId}/auth-policy/{policyId}/add-users
// https://developer.atlassian.com/cloud/admin/control/rest/api-group-authentication-policies/
func (c *Client) AddUsersToAuthenticationPolicy(ctx context.Context, organizationID, policyID string, emails []string) (taskID string, err error) {
	body := struct {
		Users []string `json:"users"`
	}{emails}
	var accepted acceptedTask
	err = c.do(ctx, request{operation: addUsersToPolicy, elements: []string{organizationID, policyID}, body: body}, &accepted)
	return accepted.id(), err
}

// acceptedTask is the answer to a request that Atlassian carries out later.
type acceptedTask struct {
	TaskID   string `json:"taskId"`
	TaskLink string `json:"taskLink"`
}

// id is the ID of the task, or the end of its link.
func (a acceptedTask) id() string {
	if a.TaskID != "" {
		return a.TaskID
	}
	return a.TaskLink[strings.LastIndex(a.TaskLink, "/")+1:]
}

func (a *acceptedTask) complete() error {
	if a.id() == "" {
		return errors.New("it names no task")
	}
	return nil
}

// PolicyTask is the progress of a task. The task is over when no account is in progress. There is no other sign of its end.
type PolicyTask struct {
	// InProgress, Succeeded and Failed count accounts.
	InProgress, Succeeded, Failed int
	// Failures are the accounts that were not moved, with the reasons.
	Failures []PolicyTaskFailure
}

// PolicyTaskFailure is a reason for which some accounts were not moved.
type PolicyTaskFailure struct {
	// Emails are the addresses of these accounts.
	Emails []string
	// Status, Title and Detail are Atlassian's words. Each may be empty.
	Status, Title, Detail string
}

type wirePolicyTask struct {
	InProgressCount *int `json:"inProgressCount"`
	SuccessCount    int  `json:"successCount"`
	FailureCount    int  `json:"failureCount"`
	FailureReasons  []struct {
		Emails  looseStrings `json:"emails"`
		Details struct {
			Status looseString `json:"status"`
			Title  looseString `json:"title"`
			Detail looseString `json:"detail"`
		} `json:"details"`
	} `json:"failureReasons"`
}

func (w *wirePolicyTask) complete() error {
	if w.InProgressCount == nil {
		return errors.New("it does not say how many are in progress")
	}
	return nil
}

var getPolicyTaskStatus = documented(Operation{
	ID: "ControlCloudAPIs_getTaskStatus", Method: http.MethodGet, Path: control + "/auth-policy/task/{taskId}",
	Scope: "write:policies:admin", Source: policiesPage, Meanings: controlMeanings,
})

// AuthenticationPolicyTask reads the progress of a task. How long a task can be read is not documented.
//
// GET /admin/control/v1/orgs/{orgId}/auth-policy/task/{taskId}; it asks for the write scope, although it reads
// https://developer.atlassian.com/cloud/admin/control/rest/api-group-authentication-policies/
func (c *Client) AuthenticationPolicyTask(ctx context.Context, organizationID, taskID string) (PolicyTask, error) {
	var wire wirePolicyTask
	if err := c.do(ctx, request{operation: getPolicyTaskStatus, elements: []string{organizationID, taskID}}, &wire); err != nil {
		return PolicyTask{}, err
	}
	task := PolicyTask{InProgress: *wire.InProgressCount, Succeeded: wire.SuccessCount, Failed: wire.FailureCount}
	for _, reason := range wire.FailureReasons {
		task.Failures = append(task.Failures, PolicyTaskFailure{
			Emails: reason.Emails,
			Status: string(reason.Details.Status), Title: string(reason.Details.Title), Detail: string(reason.Details.Detail),
		})
	}
	return task, nil
}

var bulkFetchPolicies = documented(Operation{
	ID: "ControlCloudAPIs_bulkFetchAuthPolicy", Method: http.MethodPost, Path: control + "/users/auth-policies/bulk-fetch",
	Source: policiesPage, Meanings: controlMeanings,
})

// AuthenticationPolicyMembers reads the policies of accounts. Unverified: that the answer leaves out accounts which the
// organization does not manage, and how many accounts one request takes.
//
// POST /admin/control/v1/orgs/{orgId}/users/auth-policies/bulk-fetch
// https://developer.atlassian.com/cloud/admin/control/rest/api-group-authentication-policies/
func (c *Client) AuthenticationPolicyMembers(ctx context.Context, organizationID string, accountIDs []string) ([]PolicyMember, error) {
	body := struct {
		AccountIDs []string `json:"accountIds"`
	}{accountIDs}
	var members policyMembers
	if err := c.do(ctx, request{operation: bulkFetchPolicies, elements: []string{organizationID}, body: body}, &members); err != nil {
		return nil, err
	}
	return members.items, nil
}

// policyMembers is a bare array. It knows whether the answer was one.
type policyMembers struct {
	items []PolicyMember
	array bool
}

// UnmarshalJSON reads each element leniently.
func (m *policyMembers) UnmarshalJSON(data []byte) error {
	var wire []json.RawMessage
	if err := json.Unmarshal(data, &wire); err != nil {
		return fmt.Errorf("reading a list: %w", err)
	}
	m.array = wire != nil
	for _, one := range wire {
		member, err := decodePolicyMember(one)
		if err != nil {
			return err
		}
		m.items = append(m.items, member)
	}
	return nil
}

func (m *policyMembers) complete() error {
	if !m.array {
		return errors.New("it is no list")
	}
	return nil
}

// decodePolicyMember reads one element of a bulk-fetch. Only its field email is verified: no copy of the documentation shows the
// names of the other fields. Only this function knows the forms that implementers have reported.
func decodePolicyMember(data []byte) (PolicyMember, error) {
	var wire struct {
		Email        looseString     `json:"email"`
		AccountID    looseString     `json:"accountId"`
		PolicyID     looseString     `json:"policyId"`
		AuthPolicyID looseString     `json:"authPolicyId"`
		Policy       json.RawMessage `json:"policy"`
	}
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		return PolicyMember{}, errors.New("an element is no object")
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return PolicyMember{}, fmt.Errorf("reading an element: %w", err)
	}
	var nested struct {
		ID looseString `json:"id"`
	}
	if len(wire.Policy) > 0 {
		_ = json.Unmarshal(wire.Policy, &nested) // another form names no policy
	}
	member := PolicyMember{
		AccountID: string(wire.AccountID), Email: string(wire.Email),
		PolicyID: firstText(wire.PolicyID, wire.AuthPolicyID, nested.ID),
	}
	for _, other := range []looseString{wire.AuthPolicyID, nested.ID} {
		one, another := strings.ToLower(member.PolicyID), strings.ToLower(string(other))
		if !strings.Contains(one, another) && !strings.Contains(another, one) { // an ARI has the ID at its end
			return PolicyMember{}, fmt.Errorf("it names several policies of an account, %s and %s", Quoted(member.PolicyID), Quoted(string(other)))
		}
	}
	if member.AccountID == "" && member.Email == "" {
		return PolicyMember{}, errors.New("an element names neither an account nor an address")
	}
	return member, nil
}
