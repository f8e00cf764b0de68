// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestNoWayOfPrintingShowsTheKey(t *testing.T) {
	t.Parallel()
	client := newClient(t, &wire{})
	type holder struct {
		byPointer *atlassian.Client
		byValue   atlassian.Client
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		text := fmt.Sprintf(format, client) + fmt.Sprintf(format, *client) + fmt.Sprintf(format, holder{client, *client})
		require.NotContains(t, text, key, format)
		require.NotContains(t, text, fmt.Sprintf("%x", key), format)
	}
}

// The client removes the key from all that comes back from outside, in errors and in the log.
func TestAKeyThatComesBackIsRemoved(t *testing.T) {
	t.Parallel()
	leak := func(*http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("proxy says %s: %w", key, context.DeadlineExceeded)
	}
	for name, answer := range map[string]answerFunc{
		"in a transport's error": leak,
		"in every text": status(403, fmt.Sprintf(
			`{"errors":[{"id":%[1]q,"code":%[1]q,"title":%[1]q,"detail":%[1]q,"acceptableScopes":[%[1]q]}]}`, "<"+key+">")),
		"in a header":             status(400, "", "Atl-Traceid", key),
		"in a page":               status(400, "<html>"+key),
		"in a redirect":           status(302, "", "Location", "https://x/"+key),
		"in an answer's header":   status(200, "nothing", "Atl-Traceid", key),
		"in what a 429 says":      status(429, `{"code":429,"message":"`+key+`"}`, "Retry-After", "99999"),
		"in what a gateway says":  status(504, key),
		"in a write's odd answer": status(301, key),
		"in a page of success":    status(200, "<title>"+key),
		"with what is unseen":     status(400, "the key \u200bATCTT\u200b-key-that-nobody-may-see"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				var log strings.Builder
				client := newClient(t, &wire{answers: []answerFunc{answer}}, func(c *atlassian.Config) {
					c.Log = func(_ context.Context, level slog.Level, message string, fields map[string]any) {
						mu.Lock()
						defer mu.Unlock()
						fmt.Fprintln(&log, level, message, fields)
					}
				})
				for _, call := range []func(context.Context, *atlassian.Client) error{read, create, idempotent} {
					err := call(t.Context(), client)
					if err != nil {
						require.NotContains(t, fmt.Sprintf("%v %+v %#v %q", err, err, err, err), key)
					}
					for inner := err; inner != nil; {
						require.NotContains(t, fmt.Sprintf("%+v", inner), key)
						unwrapper, ok := inner.(interface{ Unwrap() error })
						if !ok {
							break
						}
						inner = unwrapper.Unwrap()
					}
				}
				require.Contains(t, log.String(), "createGroup")
				require.NotContains(t, log.String(), key)
			})
		})
	}
	err := create(t.Context(), newClient(t, &wire{answers: []answerFunc{leak}}))
	require.ErrorIs(t, err, context.DeadlineExceeded, "what went wrong is still told apart")
}

func TestWhatIsLogged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		type line struct {
			level   slog.Level
			message string
			fields  map[string]any
		}
		var lines []line
		client := newClient(t, &wire{answers: []answerFunc{
			status(429, "", "Retry-After", "3"), status(503, "", "X-Request-Id", "r2"), status(204, "", "Atl-Traceid", "r3"),
		}}, func(c *atlassian.Config) {
			c.Log = func(_ context.Context, level slog.Level, message string, fields map[string]any) {
				delete(fields, "duration_ms")
				lines = append(lines, line{level, message, fields})
			}
		})
		require.NoError(t, atlassian.WithoutJitter(client).RemoveGroupMember(t.Context(), "secret-org", "d", "g", "a"))
		try := func(number, status int, id string) line {
			return line{slog.LevelDebug, "request to Atlassian", map[string]any{
				"operation": "removeGroupMember", "method": "DELETE", "try": number, "status": status, "request_id": id,
				"path": "/admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}/memberships/{accountId}",
			}}
		}
		require.Equal(t, []line{
			try(1, 429, ""),
			{slog.LevelInfo, "Atlassian asks to slow down", map[string]any{"operation": "removeGroupMember", "try": 1, "pause": "3s"}},
			try(2, 503, "r2"),
			try(3, 204, "r3"),
		}, lines)
	})
}

// What is kept of an answer of success is kept by others too: an answer with the key is not used, and of a write only the key is removed.
func TestAnAnswerWithTheKeyIsNotUsed(t *testing.T) {
	t.Parallel()
	for _, shown := range []string{key, url.QueryEscape(slashed), base64.StdEncoding.EncodeToString([]byte(user + ":" + token))} {
		body := fmt.Sprintf(`{"data":{"id":"o","attributes":{"name":%q}}}`, "Acme "+shown)
		w := &wire{answers: []answerFunc{status(200, body), status(201, body)}}
		client := newClient(t, w, func(c *atlassian.Config) {
			c.UserEmail, c.UserAPIToken = user, token
			if shown != key {
				c.APIKey = slashed
			}
		})
		organization, err := client.Organization(t.Context(), "o")
		require.ErrorContains(t, err, "the answer contains the API key or the API token of the request")
		require.NotContains(t, fmt.Sprintf("%+v %+v", organization, err), shown)
		require.Len(t, w.sent(), 1, "another try would get the same")
		require.NoError(t, create(t.Context(), client), "what was done is done")
	}
}

// A key that is shorter than any real one, such as one of a test, is part of answers by chance.
func TestAShortKeyIsInNoAnswer(t *testing.T) {
	t.Parallel()
	w := &wire{answers: []answerFunc{status(200, `{"data":{"id":"o","attributes":{"name":"Acme"}}}`)}}
	organization, err := newClient(t, w, func(c *atlassian.Config) { c.APIKey = "name" }).Organization(t.Context(), "o")
	require.NoError(t, err)
	require.Equal(t, "Acme", organization.Name)
}

// slashed is a key that looks otherwise in a URL.
const slashed = "ATCTT+key/that=nobody-may-see"

// The client removes a secret before it cuts a long text, and if the text itself ends in the middle of the secret: half of a
// secret is already too much.
func TestHalfAKeyIsNotShown(t *testing.T) {
	t.Parallel()
	half := key[:12]
	for before := 560; before <= 600; before++ {
		text := strings.Repeat("x", before) + key + " and more"
		for name, answer := range map[string]answerFunc{
			"in a refusal":       status(403, fmt.Sprintf(`{"errors":[{"title":%[1]q,"detail":%[1]q,"code":%[1]q,"id":%[1]q,"acceptableScopes":[%[1]q]}]}`, text)),
			"in a page":          status(403, "<p>"+text),
			"in a redirect":      status(302, "", "Location", "https://x/"+text),
			"in a gateway's":     status(200, fmt.Sprintf(`{"errors":[{"message":%[1]q,"extensions":{"errorType":%[1]q}}]}`, text)),
			"in a mutation's":    status(200, fmt.Sprintf(`{"data":{"uninstallApp":{"success":false,"errors":[{"message":%q}]}}}`, text)),
			"in a page's title":  status(200, "<title>"+text+"</title>"),
			"in a request's ID":  status(200, "{}", "Atl-Traceid", text),
			"at the end of text": status(403, text[:before+12]),
		} {
			err := uninstall(t.Context(), newClient(t, &wire{answers: []answerFunc{answer}}))
			require.Error(t, err)
			require.NotContains(t, fmt.Sprintf("%+v", err), half, name)
			if refused, ok := errors.AsType[*atlassian.Error](err); ok {
				require.NotContains(t, fmt.Sprintf("%+v", *refused), half, name)
			}
		}
	}
	// An answer that is too large to be read to its end may end in the middle of a secret as well.
	large := strings.Repeat(" ", 1<<20-12) + key
	err := uninstall(t.Context(), newClient(t, &wire{answers: []answerFunc{status(403, large)}}))
	require.ErrorContains(t, err, "[redacted]")
	require.NotContains(t, err.Error(), half)
}
