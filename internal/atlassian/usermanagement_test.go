// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// What a rule does not say clearly it does not say at all: neither that something is allowed, nor that it is not.
func TestPermissions(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(http.StatusOK, `{
		"profile.write":{"name":{"allowed":false,"reason":{"key":"authPolicy.saml"}},"nickname":{"allowed":true},"locale":"of another form","zoneinfo":{}},
		"profile":{"name":{"allowed":true}}, "profile.read":null, "email.set":{"allowed":false},
		"lifecycle.enablement":{"allowed":"perhaps"}, "lifecycle.delete":{"allowed":false,"reason":7}, "apiToken.create":{"allowed":true}}`)}}
	permissions, err := newClient(t, w).ManagePermissions(t.Context(), "712020:a/b", atlassian.ProfileWrite, atlassian.EmailSet)
	require.NoError(t, err)
	require.Equal(t, atlassian.Permissions{
		Actions: map[string]atlassian.Rule{"email.set": {}, "lifecycle.delete": {}, "apiToken.create": {Allowed: true}},
		Profile: map[string]atlassian.Rule{"name": {Reason: "authPolicy.saml"}, "nickname": {Allowed: true}},
	}, permissions)
	require.Contains(t, w.sent()[0].url, "/users/712020:a%2Fb/manage?privileges=profile.write&privileges=email.set")

	for body, known := range map[string]bool{`{}`: false, `{"profile.write":null}`: false, `{"profile.write":[]}`: false, `{"profile.write":{}}`: true} {
		permissions, err := newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, body)}}).ManagePermissions(t.Context(), "a")
		require.NoError(t, err)
		require.Equal(t, known, permissions.Profile != nil, body)
	}
	_, err = newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, `null`)}}).ManagePermissions(t.Context(), "a")
	require.ErrorContains(t, err, "no rules")

	refused := status(http.StatusForbidden, `{"key":"forbidden.insufficientScope","context":{"acceptableScopes":["manage:org"]}}`)
	_, err = newClient(t, &wire{answers: []answerFunc{refused}}).ManagePermissions(t.Context(), "a")
	var apiError *atlassian.Error
	require.ErrorAs(t, err, &apiError)
	require.Equal(t, "forbidden.insufficientScope", apiError.Code)
	require.Equal(t, []string{"manage:org"}, apiError.RequiredScopes)
}

func TestManagedProfile(t *testing.T) {
	t.Parallel()
	read := func(body string) (atlassian.Profile, error) {
		return newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, body)}}).ManagedProfile(t.Context(), "a")
	}
	profile, err := read(`{"account":{"account_id":"a","account_status":"active","email":"a@x.example","name":"A","nickname":null,"locale":"","extended_profile":{"job_title":"J","location":null}}}`)
	require.NoError(t, err)
	require.Equal(t, atlassian.Profile{
		AccountID: "a", AccountStatus: "active", Email: new("a@x.example"), Name: new("A"), Locale: new(""), JobTitle: new("J"),
	}, profile, "null is not empty")
	for _, body := range []string{`{}`, `{"account":null}`, `{"account":{"name":"A"}}`} {
		_, err := read(body)
		require.ErrorContains(t, err, "no account with an ID", body)
	}
}

func TestWritesOfManagedAccounts(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{
		status(http.StatusOK, `{"account":{"account_id":"a"}}`), status(http.StatusNoContent, ""), status(http.StatusNoContent, ""), status(http.StatusNoContent, ""),
		status(http.StatusOK, `{"message":"Success"}`),
	}}
	client := newClient(t, w)
	_, err := client.UpdateManagedProfile(t.Context(), "a", atlassian.ProfileChange{Nickname: new("n"), Location: new("")})
	require.NoError(t, err)
	require.NoError(t, client.SetManagedEmail(t.Context(), "a", "a@x.example"))
	require.NoError(t, client.DisableManagedAccount(t.Context(), "a", ""))
	require.NoError(t, client.DisableManagedAccount(t.Context(), "a", "On leave"))
	require.NoError(t, client.CancelManagedAccountDeletion(t.Context(), "a"))
	for i, body := range []string{`{"nickname":"n","extended_profile":{"location":""}}`, `{"email":"a@x.example"}`, `{}`, `{"message":"On leave"}`, ""} {
		require.Equal(t, body, w.sent()[i].body)
	}
}
