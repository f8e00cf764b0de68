// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestAddUsersNamesItsTask(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ answer, task string }{
		"by its ID":   {`{"taskId":"t1","taskLink":"https://x.example/task/t2"}`, "t1"},
		"by its link": {`{"taskLink":"https://x.example/task/t2"}`, "t2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &wire{answers: []answerFunc{status(http.StatusAccepted, test.answer)}}
			task, err := newClient(t, w).AddUsersToAuthenticationPolicy(t.Context(), "o", "p", []string{"A@x.example", "b@x.example"})
			require.NoError(t, err)
			require.Equal(t, test.task, task)
			require.JSONEq(t, `{"users":["A@x.example","b@x.example"]}`, w.sent()[0].body)
		})
	}
}

// An accepted write has happened, even if its answer cannot be read.
func TestAnAcceptedWriteWithoutATaskIsUncertain(t *testing.T) {
	t.Parallel()
	for _, body := range []string{`{}`, `{"taskId":null}`, `<html>`, ``} {
		w := &wire{answers: []answerFunc{status(http.StatusAccepted, body)}}
		_, err := newClient(t, w).AddUsersToAuthenticationPolicy(t.Context(), "o", "p", []string{"a@x.example"})
		require.True(t, atlassian.IsOutcomeUnknown(err), "%s: %v", body, err)
		require.Len(t, w.sent(), 1)
	}
}

func TestALostMoveIsNotSentAgain(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{broken, status(http.StatusAccepted, `{"taskId":"t1"}`)}}
	_, err := newClient(t, w).AddUsersToAuthenticationPolicy(t.Context(), "o", "p", []string{"a@x.example"})
	require.True(t, atlassian.IsOutcomeUnknown(err))
	require.Len(t, w.sent(), 1)
}

func TestPolicyTask(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(http.StatusOK, `{"inProgressCount":1,"successCount":2,"failureCount":3,"failureReasons":[
		{"emails":["a@x.example","b@x.example"],"details":{"status":400,"title":"No","detail":"Not managed"}},
		{"emails":["c@x.example"],"details":{"status":"404"}},
		{"emails":null,"details":null}]}`)}}
	task, err := newClient(t, w).AuthenticationPolicyTask(t.Context(), "o", "t")
	require.NoError(t, err)
	require.Equal(t, atlassian.PolicyTask{InProgress: 1, Succeeded: 2, Failed: 3, Failures: []atlassian.PolicyTaskFailure{
		{Emails: []string{"a@x.example", "b@x.example"}, Status: "400", Title: "No", Detail: "Not managed"},
		{Emails: []string{"c@x.example"}, Status: "404"},
		{},
	}}, task)

	_, err = newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, `{"successCount":2}`)}}).AuthenticationPolicyTask(t.Context(), "o", "t")
	require.ErrorContains(t, err, "how many are in progress")
}

// The names of most fields are unverified, so the client reads every form that was reported.
func TestPolicyMembersAreReadLeniently(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(http.StatusOK, `[
		{"email":"a@x.example","accountId":"1","policyId":"p"},
		{"email":"b@x.example","accountId":"2","authPolicyId":"q","more":{"than":"known"}},
		{"email":"c@x.example","policy":{"id":"r","name":"R"}},
		{"email":"d@x.example","accountId":"4","policy":"of another form"},
		{"accountId":"5","policyId":7}]`)}}
	members, err := newClient(t, w).AuthenticationPolicyMembers(t.Context(), "o", []string{"1", "2"})
	require.NoError(t, err)
	require.JSONEq(t, `{"accountIds":["1","2"]}`, w.sent()[0].body)
	require.Equal(t, []atlassian.PolicyMember{
		{AccountID: "1", Email: "a@x.example", PolicyID: "p"},
		{AccountID: "2", Email: "b@x.example", PolicyID: "q"},
		{Email: "c@x.example", PolicyID: "r"},
		{AccountID: "4", Email: "d@x.example"},
		{AccountID: "5", PolicyID: "7"},
	}, members)

	for body, want := range map[string]string{
		`{"data":[]}`: "list", `null`: "no list", `["a"]`: "no object", `[null]`: "no object", `[{"policyId":"p"}]`: "neither an account nor an address",
	} {
		_, err := newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, body)}}).AuthenticationPolicyMembers(t.Context(), "o", []string{"1"})
		require.ErrorContains(t, err, want, body)
	}
}
