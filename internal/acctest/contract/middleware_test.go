// SPDX-License-Identifier: MPL-2.0

package contract_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
)

const page = `{"data":[{"id":"1","title":"Emma","lentTo":null}]}`

func shelf(t *testing.T) *contract.Contract {
	t.Helper()
	c, err := contract.LoadFiles(t.Context(), []string{"testdata/shelf.openapi.json"}, nil)
	require.NoError(t, err)
	return c
}

// exchange sends one request through the middleware to a handler and returns
// what the client got and what was reported.
func exchange(t *testing.T, method, path, body string, handler http.HandlerFunc) (answer string, violations []string, err error) {
	t.Helper()
	var mutex sync.Mutex
	server := httptest.NewServer(shelf(t).Middleware(func(violation string) {
		mutex.Lock()
		defer mutex.Unlock()
		violations = append(violations, violation)
	}, handler))
	request, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader(body))
	require.NoError(t, err)
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := server.Client().Do(request)
	if err == nil {
		var data []byte
		data, err = io.ReadAll(response.Body)
		answer = response.Status + " " + string(data)
		require.NoError(t, response.Body.Close())
	}
	server.Close()
	return answer, violations, err
}

func answering(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if body != "" {
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func TestMiddleware(t *testing.T) {
	t.Parallel()
	const (
		books  = "/admin/v1/shelves/s1/books"
		search = books + "/search"
		none   = "" // no violation
	)
	for name, test := range map[string]struct {
		method, path, body string
		status             int
		answer             string
		want               string // part of the only violation
	}{
		"right GET":               {"GET", books + "?limit=100&cursor=x", "", 200, page, none},
		"right POST":              {"POST", books, `{"title":"Emma","binding":{"cloth":true},"notes":[{"text":"x"}]}`, 201, "", none},
		"right DELETE":            {"DELETE", books + "/b1", "", 204, "", none},
		"escaped path element":    {"DELETE", books + "/a%2Fb", "", 204, "", none},
		"static path first":       {"POST", search, `{"bookIds":["1","2"],"status":"lent"}`, 200, page, none},
		"documented failure":      {"GET", books, "", 404, `{"errors":[{"code":"X"}]}`, none},
		"bodyless failure":        {"POST", books, `{"title":"Emma"}`, 409, "", none},
		"free-form object":        {"POST", books, `{"title":"Emma","anything":{"goes":1}}`, 201, "", none},
		"named map":               {"POST", books, `{"title":"Emma","labels":{"any":{"color":"red"}}}`, 201, "", none},
		"unlisted failure":        {"GET", books, "", 503, "<html>", none},
		"unlisted rate limit":     {"GET", books, "", 429, `{"code":429}`, none},
		"listed failure, no JSON": {"GET", books, "", 500, "<html>bad gateway</html>", none},
		"gateway":                 {"GET", books, "", 404, `{"code":404,"message":"Request failed to match any route"}`, none},
		"control surface":         {"POST", contract.ControlPrefix + "faults", `{"anything":1}`, 200, "ok", none},
		"GraphQL gateway":         {"POST", "/graphql", `{"query":"{x}"}`, 200, `{"data":{}}`, none},
		"group update":            {"PATCH", "/admin/v2/orgs/o/directories/d/groups/g", `{"name":"x"}`, 204, "", none},
		"public Marketplace":      {"GET", "/rest/2/addons/com.example.app/versions?limit=1", "", 200, `{"any":"thing"}`, none},

		"unknown path":             {"GET", "/admin/v1/shelf", "", 404, "", "no document knows the path"},
		"below a group update":     {"PATCH", "/admin/v2/orgs/o/directories/d/groups/g/x", `{"name":"x"}`, 404, "", "no document knows the path"},
		"update of another kind":   {"PUT", "/admin/v2/orgs/o/directories/d/groups/g", `{"name":"x"}`, 404, "", "no document knows the path"},
		"below the gateway":        {"POST", "/graphql/x", `{}`, 404, "", "no document knows the path"},
		"beside the gateway":       {"POST", "/graphqlx", `{}`, 404, "", "no document knows the path"},
		"elsewhere in the store":   {"GET", "/rest/2/vendors/1", "", 404, "", "no document knows the path"},
		"path without its base":    {"GET", "/v1/shelves/s1/books", "", 404, "", "no document knows the path"},
		"unknown method":           {"PATCH", books, "", 405, "", "not the method PATCH"},
		"unknown query parameter":  {"GET", books + "?size=3", "", 200, page, `no query parameter "size"`},
		"limit too large":          {"GET", books + "?limit=101", "", 200, page, `parameter "limit" in query`},
		"limit no number":          {"GET", books + "?limit=many", "", 200, page, `parameter "limit" in query`},
		"no body":                  {"POST", books, "", 201, "", `"title" must be given`},
		"required field missing":   {"POST", books, `{"binding":{}}`, 201, "", `property "title" is missing`},
		"wrong type":               {"POST", books, `{"title":1}`, 201, "", "at /title"},
		"too many items":           {"POST", search, `{"bookIds":["1","2","3"]}`, 200, page, "at /bookIds"},
		"unknown enum value":       {"POST", search, `{"status":"lost"}`, 200, page, "at /status"},
		"unknown field":            {"POST", books, `{"title":"Emma","tilte":"x"}`, 201, "", "at /tilte: the schema has no such field"},
		"unknown nested field":     {"POST", books, `{"title":"Emma","binding":{"clout":true}}`, 201, "", "at /binding/clout"},
		"unknown field in a list":  {"POST", books, `{"title":"Emma","notes":[{"text":"x"},{"txt":"y"}]}`, 201, "", "at /notes/1/txt"},
		"unknown field in a map":   {"POST", books, `{"title":"Emma","labels":{"any":{"hue":"x"}}}`, 201, "", "at /labels/any/hue"},
		"body where none is named": {"DELETE", books + "/b1", `{}`, 204, "", "body not allowed"},

		"undocumented success":       {"DELETE", books + "/b1", "", 202, "", "answer 202: the status isn't documented"},
		"undocumented redirect":      {"GET", books, "", 307, "", "answer 307: the status isn't documented"},
		"body where none":            {"POST", books, `{"title":"Emma"}`, 201, page, "there is no body, but there is one of"},
		"failure body where none":    {"POST", books, `{"title":"Emma"}`, 409, `{"errors":[]}`, "there is no body, but there is one of"},
		"no body where one":          {"GET", books, "", 200, "", "there is no body, but one is documented"},
		"no failure body where one":  {"GET", books, "", 404, "", "there is no body, but one is documented"},
		"answer lacks a field":       {"GET", books, "", 200, `{"data":[{"title":"Emma"}]}`, `property "id" is missing`},
		"answer null":                {"GET", books, "", 200, `{"data":[{"id":"1","title":null}]}`, "at /title: Value is not nullable"},
		"answer's unknown field":     {"GET", books, "", 200, `{"data":[{"id":"1","title":"Emma","ID":"1"}]}`, "at /data/0/ID"},
		"wrong family of failure":    {"GET", books, "", 404, `{"code":404,"message":"no"}`, "the schema has no such field"},
		"wrong family of breakage":   {"GET", books, "", 500, `{"timestamp":"now"}`, "at /timestamp"},
		"answer's broken JSON":       {"GET", books, "", 200, `{"data":`, "failed to decode"},
		"answer with unknown status": {"GET", books, "", 206, page, "answer 206"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var received string
			answer, violations, err := exchange(t, test.method, test.path, test.body, func(w http.ResponseWriter, r *http.Request) {
				data, err := io.ReadAll(r.Body)
				assert.NoError(t, err)
				received = string(data)
				answering(test.status, test.answer)(w, r)
			})
			require.NoError(t, err)
			assert.Equal(t, test.body, received, "the handler sees the request as it was sent")
			wantAnswer := strings.TrimSpace(strings.Join([]string{http.StatusText(test.status), test.answer}, " "))
			assert.Contains(t, answer, wantAnswer, "the client sees the answer as it was given")
			if test.want == none {
				assert.Empty(t, violations)
				return
			}
			for _, violation := range violations {
				assert.Contains(t, violation, test.want)
				assert.NotContains(t, violation, "\n")
			}
			assert.NotEmpty(t, violations)
		})
	}
}

func TestMiddlewareContentType(t *testing.T) {
	t.Parallel()
	_, violations, err := exchange(t, "GET", "/admin/v1/shelves/s1/books", "", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, page)
	})
	require.NoError(t, err)
	require.Len(t, violations, 1)
	assert.Contains(t, violations[0], "text/html")
}

// What a proxy says in place of the API is no answer of the operation.
func TestMiddlewarePageOfAProxy(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"GET", "DELETE"} {
		path := map[string]string{"GET": "/admin/v1/shelves/s1/books", "DELETE": "/admin/v1/shelves/s1/books/b1"}[method]
		answer, violations, err := exchange(t, method, path, "", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, "<title>Sign in</title>")
		})
		require.NoError(t, err)
		assert.Equal(t, "200 OK <title>Sign in</title>", answer)
		assert.Empty(t, violations)
	}
}

// A dropped connection is no answer; how it is dropped is up to the handler.
func TestMiddlewareDroppedConnection(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"abort": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"abort in the middle": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = io.WriteString(w, `{"data":`)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		},
		"taken over": func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := http.NewResponseController(w).Hijack()
			assert.NoError(t, err)
			assert.NoError(t, conn.Close())
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, violations, err := exchange(t, "GET", "/admin/v1/shelves/s1/books", "", handler)
			require.Error(t, err)
			assert.Empty(t, violations)
		})
	}
}

func TestNilContractChecksNothing(t *testing.T) {
	t.Parallel()
	var off *contract.Contract
	handler := off.Middleware(func(string) { t.Error("reported") }, answering(299, "anything"))
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/nowhere", nil))
	assert.Equal(t, 299, answer.Code)
	require.NoError(t, off.Report(t.TempDir()))
}
