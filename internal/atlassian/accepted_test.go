// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

const signIn = "<!DOCTYPE html>\n<html><head><title>Sign in &amp; go on</title></head><body>Who are you?</body></html>"

// documented has the writes, each with its documented status, and whether its answer is documented to have no body.
var documented = map[string]struct {
	success int
	empty   bool
}{
	"createGroup":                              {201, true},
	"deleteGroup":                              {204, true},
	"addGroupMember":                           {204, true},
	"removeGroupMember":                        {204, true},
	"assignGroupRole":                          {200, true},
	"revokeGroupRole":                          {204, true},
	"assignRole":                               {204, true},
	"revokeRole":                               {204, true},
	"assignOrganizationRole":                   {204, true},
	"revokeOrganizationRole":                   {204, true},
	"inviteUsers":                              {200, false},
	"suspendUser":                              {204, true},
	"restoreUser":                              {204, true},
	"removeUser":                               {204, true},
	"ControlCloudAPIs_addUsersToPolicy":        {202, false},
	"updateManagedProfile":                     {200, false},
	"setManagedEmail":                          {204, true},
	"disableManagedAccount":                    {204, true},
	"enableManagedAccount":                     {204, true},
	"cancelManagedAccountDeletion":             {200, false},
	"revokeApiKey":                             {200, true},
	"deleteManagedApiToken":                    {204, true},
	"updateUserInstallationRules":              {200, false},
	"ControlCloudAPIs_createPolicyV2":          {202, false},
	"ControlCloudAPIs_updatePolicyV2":          {202, false},
	"ControlCloudAPIs_deletePolicy":            {202, true},
	"ControlCloudAPIs_publishDraftPolicies":    {202, true},
	"ControlCloudAPIs_attachDetachResourcesV2": {202, true},
	"uninstallApp":                             {200, false},
	"createPolicy":                             {202, false},
	"updatePolicy":                             {202, false},
	"deletePolicy":                             {202, true},
	"addResourceToPolicy":                      {202, false},
	"updatePolicyResource":                     {202, false},
	"deletePolicyResource":                     {204, false}, // as documented, although 204 has no body
	"createLevel":                              {202, false},
	"editLevel":                                {202, true},
	"publishLevels":                            {202, true},
	"archiveLevel":                             {202, true},
	"restoreLevel":                             {202, true},
	"reorderLevels":                            {202, true},
}

func TestEveryWriteSaysWhatItsSuccessIs(t *testing.T) {
	t.Parallel()
	writes := 0
	for _, operation := range atlassian.Operations() {
		if operation.Guessed { // its form is not documented
			require.Zero(t, operation.Success, operation.ID)
			continue
		}
		if operation.Repeat == atlassian.Read {
			require.Zero(t, operation.Success, operation.ID)
			require.False(t, operation.Empty, operation.ID)
			continue
		}
		writes++
		require.Equal(t, documented[operation.ID].success, operation.Success, operation.ID)
		require.Equal(t, documented[operation.ID].empty, operation.Empty, operation.ID)
	}
	require.Len(t, documented, writes)
}

// An answer that an operation does not document says nothing about a write. The write may have been carried out or not.
func TestAWriteThatSomebodyElseAnswers(t *testing.T) {
	t.Parallel()
	for id, d := range documented {
		for name, answer := range map[string]answerFunc{
			"a page":                      status(d.success, signIn),
			"a page with status 200":      status(200, signIn, "Content-Type", "text/html"),
			"blanks before the page":      status(d.success, " \n\t"+signIn),
			"a byte order mark before it": status(d.success, "\ufeff"+signIn),
			"a page by its type":          status(d.success, "Please sign in", "Content-Type", "Text/HTML; charset=utf-8"),
			"XHTML by its type":           status(d.success, "Please sign in", "Content-Type", "application/xhtml+xml"),
			"a text":                      status(d.success, "Please sign in", "Content-Type", "text/plain"),
			"half of something":           status(d.success, `{"data":`),
			"another status":              status(206, ""),
			"a page for an error":         status(500, signIn),
			"a status of no meaning":      status(524, ""),
		} {
			t.Run(id+"/"+name, func(t *testing.T) {
				t.Parallel()
				w := &wire{answers: []answerFunc{answer}}
				err := call(t.Context(), newClient(t, w), id)
				require.True(t, atlassian.IsOutcomeUnknown(err), "%v", err)
				require.Len(t, w.sent(), 1)
			})
		}
	}
}

// The status is all that a write without a body says. An undocumented body does not matter, as long as the API may have sent it.
func TestAWriteThatTheAPIAnswers(t *testing.T) {
	t.Parallel()
	for id, d := range documented {
		if !d.empty {
			continue
		}
		for _, body := range []string{"", "\n", "{}", `{"data":{"id":"g"}}`, "null", `""`} {
			require.NoError(t, call(t.Context(), newClient(t, &wire{answers: []answerFunc{status(d.success, body)}}), id), "%s %q", id, body)
		}
		require.NoError(t, call(t.Context(), newClient(t, &wire{answers: []answerFunc{status(d.success, "", "Content-Type", "text/html")}}), id), id)
		for _, other := range []int{200, 201, 202, 203, 204, 205, 206} {
			err := call(t.Context(), newClient(t, &wire{answers: []answerFunc{status(other, "", "Atl-Traceid", "r1")}}), id)
			require.Equal(t, other != d.success, atlassian.IsOutcomeUnknown(err), "%s %d: %v", id, other, err)
			if other != d.success {
				require.ErrorContains(t, err, fmt.Sprintf("the answer (status %d) (request r1) is not what is documented: the documented status is %d", other, d.success))
			}
		}
	}
}

// An answer that names a task proves that the task exists, whatever the status.
func TestAWriteIsKnownByItsBody(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(http.StatusOK, `{"taskId":"t1"}`)}}
	task, err := newClient(t, w).AddUsersToAuthenticationPolicy(t.Context(), "o", "p", []string{"a@x.example"})
	require.NoError(t, err)
	require.Equal(t, "t1", task)
}

// If a read is answered with a page, the error says so, and names the host.
func TestAReadThatSomebodyElseAnswers(t *testing.T) {
	t.Parallel()
	for _, operation := range atlassian.Operations() {
		if operation.Repeat != atlassian.Read {
			continue
		}
		t.Run(operation.ID, func(t *testing.T) {
			t.Parallel()
			w := &wire{answers: []answerFunc{status(200, signIn, "Content-Type", "text/html")}}
			err := call(t.Context(), newClient(t, w, func(c *atlassian.Config) { c.BaseURL = "https://proxied.example/atlassian" }), operation.ID)
			require.EqualError(t, err, operation.ID+`: https://proxied.example answered with status 200 and an HTML page ("Sign in & go on"), which is not what is documented for Atlassian's API`)
			var page *atlassian.PageError
			require.ErrorAs(t, err, &page)
			require.Equal(t, "https://proxied.example", page.Place)
			var refused *atlassian.Error
			require.NotErrorAs(t, err, &refused)
			require.Len(t, w.sent(), 1)
		})
	}
}

// A page that refuses is not Atlassian's refusal, whatever its status.
func TestARefusalThatSomebodyElseSends(t *testing.T) {
	t.Parallel()
	for _, code := range []int{400, 401, 403, 404, 407, 409} {
		err := create(t.Context(), newClient(t, &wire{answers: []answerFunc{status(code, signIn, "Atl-Traceid", "r1")}}))
		require.ErrorContains(t, err, fmt.Sprintf(`answered with status %d (request r1) and an HTML page ("Sign in & go on")`, code))
		require.False(t, atlassian.IsUnauthorized(err) || atlassian.IsForbidden(err) || atlassian.IsNotFound(err) || atlassian.IsConflict(err), "%v", err)
		require.False(t, atlassian.IsOutcomeUnknown(err), "it was refused: %v", err)
		var refused *atlassian.Error
		require.ErrorAs(t, err, &refused)
		require.Equal(t, code, refused.Status)
	}
	for name, body := range map[string]string{
		"no title":       "<h1>Blocked</h1>",
		"an empty title": "<title> </title><h1>Blocked</h1>",
		"an open title":  "<title>Blocked",
		"an odd letter":  "<title>\u212a</title>Blocked", // this letter is shorter in lower case
	} {
		err := read(t.Context(), newClient(t, &wire{answers: []answerFunc{status(403, body)}}))
		require.ErrorContains(t, err, fmt.Sprintf("(%q)", body), name)
	}
	err := read(t.Context(), newClient(t, &wire{answers: []answerFunc{status(403, "\ufeff "+signIn)}}))
	require.ErrorContains(t, err, "Sign in & go on", "after a byte order mark")
	err = read(t.Context(), newClient(t, &wire{answers: []answerFunc{status(403, "<p>"+strings.Repeat("x", 900_000))}}))
	require.Less(t, len(err.Error()), 1000)
}

// A proxy has not seen the first try, and cannot say whether it took effect.
func TestARefusalInBetweenDoesNotSettleALostAnswer(t *testing.T) {
	t.Parallel()
	for name, second := range map[string]answerFunc{
		"a page":     status(403, signIn),
		"a proxy":    status(407, ""),
		"a redirect": status(302, signIn, "Location", "https://sign-in.example"),
	} {
		err := idempotent(t.Context(), newClient(t, &wire{answers: []answerFunc{status(502, ""), second}}, fast))
		require.True(t, atlassian.IsOutcomeUnknown(err), "%s: %v", name, err)
	}
}

// A mutation that does not say whether it happened may have happened.
func TestAMutationThatDoesNotSay(t *testing.T) {
	t.Parallel()
	for _, payload := range []string{`{}`, `{"success":null}`, `{"taskId":"t","errors":[]}`} {
		for id, answer := range map[string]string{
			"uninstallApp":                `{"data":{"uninstallApp":` + payload + `}}`,
			"updateUserInstallationRules": `{"data":{"ecosystem":{"updateUserInstallationRules":` + payload + `}}}`,
		} {
			err := call(t.Context(), newClient(t, &wire{answers: []answerFunc{status(200, answer)}}), id)
			require.True(t, atlassian.IsOutcomeUnknown(err), "%s: %v", answer, err)
			require.ErrorContains(t, err, "it does not contain the result")
		}
	}
}
