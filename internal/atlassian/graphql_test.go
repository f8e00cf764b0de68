// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/gateway"
)

var uninstall = func(ctx context.Context, c *atlassian.Client) error {
	_, err := c.UninstallApp(ctx, atlassian.Uninstallation{AppID: "a", Environment: "production", Context: "x"})
	return err
}

// Every document of the client is valid for the known part of the gateway's schema, and the client sends every document.
func TestQueriesAreValidForTheSchema(t *testing.T) {
	t.Parallel()
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: gateway.Schema})
	require.NoError(t, err)
	files, err := filepath.Glob("queries/*.graphql")
	require.NoError(t, err)
	fields := 0
	for _, operation := range atlassian.Operations() {
		if operation.Field != "" {
			fields++
		}
	}
	require.Len(t, files, fields)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		_, problems := gqlparser.LoadQueryWithRules(schema, string(text), rules.NewDefaultRules())
		require.Empty(t, problems, file)
	}
	_, problems := gqlparser.LoadQueryWithRules(schema, `query { ecosystem { appsInstalledInContexts { totalCount } } }`, rules.NewDefaultRules())
	require.NotEmpty(t, problems, "the check can fail")
}

func TestTheGatewayIsAskedAsAPerson(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(200, `{"data":{"ecosystem":{"userInstallationRules":{"rule":"deny"}}}}`)}}
	rule, err := newClient(t, w).UserInstallationRule(t.Context(), "x")
	require.NoError(t, err)
	require.Equal(t, "deny", rule)
	require.Equal(t, "Basic "+base64.StdEncoding.EncodeToString([]byte(user+":"+token)), w.sent()[0].authorization)

	for name, without := range map[string]func(*atlassian.Config){
		"nothing":    func(c *atlassian.Config) { c.UserEmail, c.UserAPIToken = "", "" },
		"no token":   func(c *atlassian.Config) { c.UserAPIToken = "" },
		"no address": func(c *atlassian.Config) { c.UserEmail = "" },
	} {
		silent := &wire{answers: []answerFunc{status(200, `{}`)}}
		client := newClient(t, silent, without)
		_, err := client.UserInstallationRule(t.Context(), "x")
		require.ErrorIs(t, err, atlassian.ErrNoUserToken, name)
		require.Empty(t, silent.sent(), name)
		_ = read(t.Context(), client)
		require.Equal(t, "Bearer "+key, silent.sent()[0].authorization, "everything else goes on: "+name)
	}
}

// An answer with errors in it is a failure, whatever else it has.
func TestErrorsInAnAnswerOfSuccess(t *testing.T) {
	t.Parallel()
	const apps = `"data":{"ecosystem":{"appsInstalledInContexts":{"pageInfo":{"hasNextPage":false},"edges":[]}}}`
	for name, c := range map[string]struct {
		answer string
		status int
		says   string
	}{
		"a status":         {`{"errors":[{"message":"no","extensions":{"errorType":"FORBIDDEN","statusCode":403}}],"data":null}`, 403, "FORBIDDEN: no"},
		"no status":        {`{"errors":[{"message":"no such field"}],"data":null}`, 200, "no such field"},
		"several":          {`{"errors":[{"message":"one"},{"message":"two"}]}`, 200, "one; two"},
		"beside data":      {`{"errors":[{"message":"half of it"}],` + apps + `}`, 200, "half of it"},
		"of another form":  {`{"errors":[{"message":7,"extensions":{"statusCode":"502"}}],` + apps + `}`, 502, "7"},
		"with broken data": {`{"data":{"ecosystem":7},"errors":[{"message":"broken"}]}`, 200, "broken"},
		"without words":    {`{"errors":[{}]}`, 200, "no reason is given"},
	} {
		w := &wire{answers: []answerFunc{status(200, c.answer, "Atl-Traceid", "r1")}}
		err := drain(newClient(t, w).InstalledApps(t.Context(), []string{"x"}))
		var refused *atlassian.Error
		require.ErrorAs(t, err, &refused, name)
		require.Equal(t, c.status, refused.Status, name)
		require.Equal(t, "appsInstalledInContexts", refused.Operation.ID, name)
		require.ErrorContains(t, err, c.says, name)
		require.ErrorContains(t, err, "r1", name)
		require.Len(t, w.sent(), 1, name)
	}
}

// A mutation with a clear refusal did not happen. With any other odd answer, the outcome is unknown.
func TestRefusedMutations(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer  string
		unknown bool
		says    string
	}{
		"refused":           {`{"data":{"uninstallApp":{"success":false,"errors":[{"message":"not yours","extensions":{"statusCode":403}}]}}}`, false, "not yours"},
		"without a reason":  {`{"data":{"uninstallApp":{"success":false}}}`, false, "gives no reason"},
		"refused before":    {`{"errors":[{"message":"bad","extensions":{"statusCode":400}}]}`, false, "bad"},
		"broken inside":     {`{"errors":[{"message":"oops","extensions":{"statusCode":500}}]}`, true, "oops"},
		"of unknown status": {`{"errors":[{"message":"oops"}]}`, true, "oops"},
		"without an answer": {`{"data":{"uninstallApp":null}}`, true, "it does not contain the result"},
		"without a task":    {`{"data":{"uninstallApp":{"success":true}}}`, true, "names no task"},
	} {
		w := &wire{answers: []answerFunc{status(200, c.answer)}}
		err := uninstall(t.Context(), newClient(t, w))
		require.ErrorContains(t, err, c.says, name)
		require.Equal(t, c.unknown, atlassian.IsOutcomeUnknown(err), name)
	}
	w := &wire{answers: []answerFunc{status(200, `{"data":{"appInstallationTask":{"state":"FAILED","errors":[{"message":"stuck"}]}}}`)}}
	state, err := newClient(t, w).AppInstallationTask(t.Context(), "t")
	require.Equal(t, atlassian.AppTaskFailed, state)
	require.EqualError(t, err, "stuck")
}

// The client removes a token, and its encoded form, from all that comes back.
func TestATokenThatComesBackIsRemoved(t *testing.T) {
	t.Parallel()
	pair := base64.StdEncoding.EncodeToString([]byte(user + ":" + token))
	for _, secret := range []string{token, pair} {
		for name, answer := range map[string]string{
			"beside data":   fmt.Sprintf(`{"errors":[{"message":"you sent %[1]s","extensions":{"errorType":%[1]q}}]}`, secret),
			"in a mutation": fmt.Sprintf(`{"data":{"uninstallApp":{"success":false,"errors":[{"message":%q}]}}}`, secret),
			"in a task":     fmt.Sprintf(`{"data":{"appInstallationTask":{"state":"FAILED","errors":[{"message":%q}]}}}`, secret),
		} {
			var mu sync.Mutex
			var log strings.Builder
			client := newClient(t, &wire{answers: []answerFunc{status(200, answer, "Atl-Traceid", secret)}}, func(c *atlassian.Config) {
				c.Log = func(_ context.Context, _ slog.Level, message string, fields map[string]any) {
					mu.Lock()
					defer mu.Unlock()
					fmt.Fprintln(&log, message, fields)
				}
			})
			_, task := client.AppInstallationTask(t.Context(), "t")
			for _, err := range []error{uninstall(t.Context(), client), task} {
				require.NotContains(t, fmt.Sprintf("%v %+v %#v", err, err, err), secret, name)
			}
			require.NotContains(t, log.String(), secret, name)
			require.Contains(t, log.String(), "uninstallApp", name)
		}
	}
}

func TestTokensThatCannotBeOnes(t *testing.T) {
	t.Parallel()
	_, err := atlassian.New(atlassian.Config{BaseURL: "https://x.example", APIKey: key, UserEmail: user, UserAPIToken: token + "\n"})
	require.ErrorContains(t, err, "API token")
	require.NotContains(t, err.Error(), token)
}
