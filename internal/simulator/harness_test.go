// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// bench is a simulator behind a server, and what is needed to talk to it.
type bench struct {
	*simulator.Simulator
	simulator.Credentials
	t      *testing.T
	server *httptest.Server
}

// reply is an answer, read whole.
type reply struct {
	status int
	header http.Header
	raw    string
	body   map[string]any
	list   []any // where the answer is a bare list
}

// start serves the small company unless options say otherwise. A violation
// fails the test, and so does what Atlassian's OpenAPI document does not allow.
func start(t *testing.T, opts simulator.Options) *bench {
	t.Helper()

	b := serve(t, opts, func(h http.Handler) http.Handler { return contract.Watch(t, h, contract.Unrecorded()) })
	t.Cleanup(func() { assert.Empty(t, b.Violations(), "violations") })

	return b
}

// startAllowing is start for tests that break the rules on purpose.
func startAllowing(t *testing.T, opts simulator.Options) *bench {
	t.Helper()

	return serve(t, opts, func(h http.Handler) http.Handler { return h })
}

func serve(t *testing.T, opts simulator.Options, wrap func(http.Handler) http.Handler) *bench {
	t.Helper()

	if opts.Organization.Name == "" {
		key := opts.Organization.APIKey
		opts.Organization = simulator.SmallCompany()
		opts.Organization.APIKey = key
	}

	s, err := simulator.New(opts)
	require.NoError(t, err)

	server := httptest.NewServer(wrap(s.Handler()))
	t.Cleanup(server.Close)

	return &bench{Simulator: s, Credentials: s.Credentials(), t: t, server: server}
}

// path fills the abbreviations of paths: {v1}, {v2}, {dir}, {all}, {control}, {backups}.
func (b *bench) path(path string) string {
	return strings.NewReplacer(
		"{v1}", "/admin/v1/orgs/"+b.OrganizationID,
		"{v2}", "/admin/v2/orgs/"+b.OrganizationID,
		"{dir}", "/admin/v2/orgs/"+b.OrganizationID+"/directories/"+b.DirectoryID,
		"{control}", "/admin/control/v1/orgs/"+b.OrganizationID,
		"{backups}", "/public/backup-management/v2/orgs/"+b.OrganizationID+"/policies",
		"{all}", "/admin/v2/orgs/"+b.OrganizationID+"/directories/-",
	).Replace(path)
}

// try sends a request with the organization's key, or what else the path wants, and gives the error of a broken connection.
func (b *bench) try(method, path string, body any, edit ...func(*http.Request)) (reply, error) {
	b.t.Helper()

	var content io.Reader

	switch body := body.(type) {
	case nil:
	case string:
		content = strings.NewReader(body)
	default:
		encoded, err := json.Marshal(body)
		require.NoError(b.t, err)

		content = strings.NewReader(string(encoded))
	}

	address := b.path(path)
	if strings.HasPrefix(address, "/") {
		address = b.server.URL + address
	}

	request, err := http.NewRequestWithContext(b.t.Context(), method, address, content)
	require.NoError(b.t, err)

	switch {
	case strings.HasPrefix(path, "/graphql"), strings.HasPrefix(path, "{backups}"):
		request.SetBasicAuth(b.UserEmail, b.UserAPIToken)
	case !strings.HasPrefix(path, "/rest/"):
		request.Header.Set("Authorization", "Bearer "+b.APIKey)
	}

	if content != nil {
		request.Header.Set("Content-Type", "application/json")
	}

	for _, change := range edit {
		change(request)
	}

	response, err := b.server.Client().Do(request)
	if err != nil {
		return reply{}, err
	}

	defer func() { assert.NoError(b.t, response.Body.Close()) }()

	raw, err := io.ReadAll(response.Body)
	require.NoError(b.t, err)

	got := reply{status: response.StatusCode, header: response.Header, raw: string(raw)}

	switch {
	case len(raw) > 0 && raw[0] == '{':
		require.Equal(b.t, "application/json", response.Header.Get("Content-Type"))
		require.NoError(b.t, json.Unmarshal(raw, &got.body))
	case len(raw) > 0 && raw[0] == '[':
		require.Equal(b.t, "application/json", response.Header.Get("Content-Type"))
		require.NoError(b.t, json.Unmarshal(raw, &got.list))
	}

	return got, nil
}

// do is try where the connection must hold.
func (b *bench) do(method, path string, body any, edit ...func(*http.Request)) reply {
	b.t.Helper()

	got, err := b.try(method, path, body, edit...)
	require.NoError(b.t, err)

	return got
}

// ok is do where the answer must be 200.
func (b *bench) ok(method, path string, body any) reply {
	b.t.Helper()

	got := b.do(method, path, body)
	require.Equal(b.t, http.StatusOK, got.status, got.raw)

	return got
}

// at looks into nested objects and lists.
func (r reply) at(keys ...any) any {
	var value any = r.body

	for _, key := range keys {
		switch key := key.(type) {
		case string:
			object, ok := value.(map[string]any)
			if !ok {
				return nil
			}

			value = object[key]
		case int:
			list, ok := value.([]any)
			if !ok || key >= len(list) {
				return nil
			}

			value = list[key]
		}
	}

	return value
}

// column gives one field of every item of data.
func (r reply) column(keys ...any) []string {
	found := []string{}

	list, _ := r.body["data"].([]any)
	for i := range list {
		text, _ := r.at(append([]any{"data", i}, keys...)...).(string)
		found = append(found, text)
	}

	return found
}

// clock is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock {
	return &clock{now: time.Date(2026, 1, 1, 10, 2, 20, 0, time.UTC)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()

	return c.now
}

func (c *clock) advance(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()

	c.now = c.now.Add(by)
}

const (
	jiraSite       = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	confluenceSite = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	site           = "8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	inJira         = "ari:cloud:jira::site/" + site
	inConfluence   = confluenceSite
	ada            = "ada.okafor@acme.example"
	emil           = "emil.sorensen@acme.example"
	lena           = "lena.fischer@contractor.example"
)

type object = map[string]any
