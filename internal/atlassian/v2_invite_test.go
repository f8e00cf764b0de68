// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestInvitationsAreReadAddressByAddress(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(http.StatusPartialContent, `{"data":[
		{"email":"a@b.example","id":"1","results":[{"groupAssignmentResult":[{"group":"g","status":"INVITED","statusReason":null}],"roleAssignmentResult":null}]},
		{"email":"c@b.example","id":null,"results":[{"groupAssignmentResult":[{"group":"ari:cloud:identity::group/g","status":"ERROR","statusReason":"no seat"}],
			"roleAssignmentResult":[{"resource":"r","role":"x","status":"QUEUED"}]}]},
		{"email":"d@b.example","results":null}]}`)}}
	got, err := newClient(t, w).InviteUsers(t.Context(), "o", atlassian.Invitation{
		Emails: []string{"a@b.example"}, Groups: []string{"g"}, Roles: []atlassian.InvitedRole{{ResourceID: "r", RoleID: "x"}},
	})
	require.NoError(t, err)
	require.Equal(t, []atlassian.Invited{
		{Email: "a@b.example", AccountID: "1", Results: []atlassian.InviteResult{{GroupID: "g", Status: "INVITED"}}},
		{Email: "c@b.example", Results: []atlassian.InviteResult{
			{GroupID: "g", Status: "ERROR", Reason: "no seat"}, {Role: atlassian.InvitedRole{ResourceID: "r", RoleID: "x"}, Status: "QUEUED"},
		}},
		{Email: "d@b.example"},
	}, got)
	require.True(t, got[0].Results[0].Given())
	require.False(t, got[1].Results[1].Given(), "a word that is not known")
	require.JSONEq(t, `{"emails":["a@b.example"],"additionalGroups":["g"],"permissionRules":[{"resource":"r","role":"x"}],"sendNotification":false}`, w.sent()[0].body)
}

// Nothing sends an invitation again, and an answer that says nothing leaves open who was invited.
func TestInvitationsAreSentOnce(t *testing.T) {
	t.Parallel()
	for _, answer := range []answerFunc{status(http.StatusOK, `{"data":null}`), status(http.StatusBadGateway, ""), status(http.StatusOK, "<html>"), status(http.StatusInternalServerError, "")} {
		w := &wire{answers: []answerFunc{answer}}
		_, err := newClient(t, w).InviteUsers(t.Context(), "o", atlassian.Invitation{Emails: []string{"a@b.example"}})
		require.True(t, atlassian.IsOutcomeUnknown(err) || atlassian.IsInternal(err), "%v", err)
		require.Len(t, w.sent(), 1)
	}
	w := &wire{answers: []answerFunc{status(http.StatusPaymentRequired, "")}}
	_, err := newClient(t, w).InviteUsers(t.Context(), "o", atlassian.Invitation{Emails: []string{"a@b.example"}})
	require.ErrorContains(t, err, "no paid subscription")
	_, err = newClient(t, w).InviteUsers(t.Context(), "o", atlassian.Invitation{Emails: make([]string, 26)})
	require.ErrorContains(t, err, "emails holds 26 values")
	require.Len(t, w.sent(), 1)
}
