// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// Operations of the gateway.
const (
	inventoryOperation = "POST /graphql ecosystem.appsInstalledInContexts"
	rulesOperation     = "POST /graphql ecosystem.userInstallationRules"
	setRulesOperation  = "POST /graphql ecosystem.updateUserInstallationRules"
	uninstallOperation = "POST /graphql uninstallApp"
	taskOperation      = "POST /graphql appInstallationTask"
)

const rulesQuery = `query($site: ID!) { ecosystem { userInstallationRules(cloudId: $site) { rule } } }`

// ask sends a query as the person with the token.
func (b *bench) ask(query string, variables object) reply {
	b.t.Helper()

	return b.ok("POST", "/graphql", object{"query": query, "variables": variables})
}

// refused is the one error of an answer: its type and status.
func (r reply) refused(t *testing.T) (kind, status any) {
	t.Helper()
	require.Len(t, r.at("errors"), 1, r.raw)
	assert.NotEmpty(t, r.at("errors", 0, "message"))
	assert.NotEmpty(t, r.at("errors", 0, "path"))

	return r.at("errors", 0, "extensions", "errorType"), r.at("errors", 0, "extensions", "statusCode")
}

func TestTheGatewayIsForThePerson(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{Organization: simulator.Organization{APIKey: simulator.APIKey{Scopes: []string{"read:keys:admin"}}}})
	query := object{"query": rulesQuery, "variables": object{"site": site}}

	for _, credentials := range []func(*http.Request){
		func(r *http.Request) { r.Header.Del("Authorization") },
		func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+b.APIKey) },
		func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+b.UserAPIToken) },
		func(r *http.Request) { r.SetBasicAuth(b.UserEmail, b.APIKey) },
		func(r *http.Request) { r.SetBasicAuth(emil, b.UserAPIToken) },
	} {
		got := b.do("POST", "/graphql", query, credentials)
		assert.Equal(t, http.StatusUnauthorized, got.status)
		assert.Equal(t, object{"code": 401.0, "message": "Unauthorized"}, got.body)
	}

	assert.Equal(t, "allow", b.ask(rulesQuery, object{"site": site}).at("data", "ecosystem", "userInstallationRules", "rule"), "whatever the scopes of the key")

	asPerson := func(r *http.Request) { r.SetBasicAuth(b.UserEmail, b.UserAPIToken) }
	assert.Equal(t, http.StatusUnauthorized, b.do("GET", "{dir}/groups/count", nil, asPerson).status, "the token opens nothing else")
}

func TestBodiesOfQueries(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})

	for violation, body := range map[string]any{
		"query is required":                    object{},
		"query must be a text":                 object{"query": 5},
		"extensions is unknown":                object{"query": "{ecosystem{__typename}}", "extensions": object{}},
		"variables must be an object":          object{"query": "{ecosystem{__typename}}", "variables": []int{1}},
		"operationName must be a text":         object{"query": "{ecosystem{__typename}}", "operationName": 1},
		"the body is not a JSON object":        `[]`,
		"asks first for nothing that is known": object{},
	} {
		got := b.do("POST", "/graphql", body)
		assert.Equal(t, http.StatusBadRequest, got.status, violation)
		assertFamily(t, "gateway", got)
		assert.Contains(t, strings.Join(b.Violations(), "\n"), violation)
		b.ResetViolations()
	}

	plain := func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") }
	assert.Equal(t, http.StatusUnsupportedMediaType, b.do("POST", "/graphql", object{"query": rulesQuery}, plain).status)
	assert.Contains(t, b.Violations()[0], "not application/json")
	b.ResetViolations()

	large := object{"query": rulesQuery, "variables": object{"site": strings.Repeat("x", 1<<20)}}
	assert.Equal(t, http.StatusRequestEntityTooLarge, b.do("POST", "/graphql", large).status)
	assert.Equal(t, http.StatusNotFound, b.do("GET", "/graphql", nil).status)
}

func TestQueriesThatDoNotFitTheSchema(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})

	for query, variables := range map[string]object{
		`{ ecosystem { userInstallationRules(cloudId: "x") { rule } `:                                              nil,
		`{ ecosystem { userInstallationRules(cloudId: "x") { rule, reason } } }`:                                   nil,
		`{ ecosystem { userInstallationRules { rule } } }`:                                                         nil,
		`{ ecosystem { userInstallationRules(cloudId: "x") } }`:                                                    nil,
		`mutation { ecosystem { updateUserInstallationRules(input: {cloudId: "x", rule: perhaps}) { success } } }`: nil,
		rulesQuery: {},
		`query($site: String) { ecosystem { userInstallationRules(cloudId: $site) { rule } } }`:                                     {"site": "x"},
		`query($first: Int) { ecosystem { appsInstalledInContexts(contextIds: [], first: $first) { totalCount } } }`:                {"first": "ten"},
		`{ ecosystem { appsInstalledInContexts(contextIds: []) { edges { node { __typename } } } } }`:                               nil,
		`query A { ecosystem { userInstallationRules(cloudId: "x") { rule } } } query B { appInstallationTask(id: "x") { state } }`: nil,
	} {
		got := b.ask(query, variables)
		assert.NotEmpty(t, got.at("errors", 0, "message"), query)
		assert.Nil(t, got.at("data", "ecosystem"), query)
		assert.NotEmpty(t, b.Violations(), query)
		b.ResetViolations()
	}

	assert.Equal(t, 0, b.Requests()[uninstallOperation])

	got := b.ask(`{ __schema { types { name } } }`, nil)
	assert.Nil(t, got.at("data", "__schema"), "there is no introspection")
}

func TestQueriesAreCountedByTheirFirstField(t *testing.T) {
	t.Parallel()

	b := startAllowing(t, simulator.Options{})

	for query, operation := range map[string]string{
		`{ecosystem{appsInstalledInContexts(contextIds:[]){totalCount}}}`:                                                             inventoryOperation,
		`query uninstallApp { ecosystem { userInstallationRules(cloudId: "x") { rule } } }`:                                           rulesOperation,
		`query Q($site: ID = "{ appInstallationTask") { other: ecosystem { rules: userInstallationRules(cloudId: $site) { rule } } }`: rulesOperation,
		"# { uninstallApp\n{ appInstallationTask(id: \"x\") { state } ecosystem { userInstallationRules(cloudId: \"x\") { rule } } }": taskOperation,
		`mutation @skip(if: false) { uninstallApp(input: {appId: "x", environmentKey: "y"}) { success } }`:                            uninstallOperation,
		`mutation { ecosystem @include(if: true) { updateUserInstallationRules(input: {cloudId: "x", rule: deny}) { success } } }`:    setRulesOperation,
	} {
		b.ResetRequests()
		b.do("POST", "/graphql", object{"query": query, "operationName": nil})
		assert.Equal(t, map[string]int{operation: 1}, b.Requests(), query)
	}

	b.ResetViolations()

	for _, query := range []string{``, `{`, `{ me { name } }`, `{ ecosystem }`, `{ ...F } fragment F on Query { appInstallationTask(id: "x") { state } }`} {
		b.ResetRequests()
		b.do("POST", "/graphql", object{"query": query})
		assert.Equal(t, map[string]int{inventoryOperation: 1}, b.Requests(), query)
		assert.Contains(t, b.Violations()[0], "asks first for nothing that is known", query)
		b.ResetViolations()
	}
}

func TestFaultsOfQueries(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	b.Inject(simulator.Fault{Operation: taskOperation, Status: http.StatusServiceUnavailable})

	assert.Equal(t, "allow", b.ask(rulesQuery, object{"site": site}).at("data", "ecosystem", "userInstallationRules", "rule"), "another field")

	got := b.do("POST", "/graphql", object{"query": `{ appInstallationTask(id: "x") { state } }`})
	assert.Equal(t, http.StatusServiceUnavailable, got.status)
	assertFamily(t, "gateway", got)
}

func TestFaultWithErrorsBesidesData(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	b.Inject(simulator.Fault{Operation: setRulesOperation, GraphQLErrors: "half of it", Skip: 1})

	set := func(rule string) reply {
		return b.ask(`mutation($rule: UserInstallationRuleValue!, $site: ID!) { ecosystem {
			updateUserInstallationRules(input: {cloudId: $site, rule: $rule}) { success rule } } }`, object{"rule": rule, "site": site})
	}
	assert.Nil(t, set("allow").body["errors"])

	got := set("deny")
	assert.Equal(t, "deny", got.at("data", "ecosystem", "updateUserInstallationRules", "rule"), "the data is there")
	assert.Equal(t, []any{object{
		"message": "half of it", "path": []any{"ecosystem", "updateUserInstallationRules"},
		"extensions": object{"errorType": "INTERNAL_SERVER_ERROR", "statusCode": 500.0},
	}}, got.body["errors"])
	assert.Equal(t, "deny", b.UserInstalledApps("acme"), "it has happened")
	assert.Empty(t, b.Faults())

	b.Inject(simulator.Fault{Operation: rulesOperation, GraphQLErrors: "x"})
	unauthorized := b.do("POST", "/graphql", object{"query": rulesQuery}, func(r *http.Request) { r.Header.Del("Authorization") })
	assert.Equal(t, http.StatusUnauthorized, unauthorized.status, "what has not happened has no data")

	for _, wrong := range []simulator.Fault{
		{GraphQLErrors: "x"},
		{GraphQLErrors: "x", Operation: createGroup},
		{GraphQLErrors: "x", Operation: rulesOperation, Status: 500},
		{GraphQLErrors: "x", Operation: rulesOperation, Drop: true},
		{GraphQLErrors: "x", Operation: rulesOperation, LoseAnswer: true},
	} {
		assert.Panics(t, func() { b.Inject(wrong) }, "%+v", wrong)
	}

	fault := object{"operation": rulesOperation, "graphql_errors": "half"}
	assert.Equal(t, http.StatusNoContent, b.control("POST", "faults", fault).status)
	fault["count"] = 1.0
	assert.Equal(t, []any{fault}, b.control("GET", "faults", nil).list)
}

func TestTheGatewayIsLimited(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{RateLimit: 1, Now: now.Now})
	b.ask(rulesQuery, object{"site": site})

	got := b.do("POST", "/graphql", object{"query": rulesQuery})
	assert.Equal(t, http.StatusTooManyRequests, got.status)
	assertFamily(t, "gateway", got)
	now.advance(time.Minute)
	b.ask(rulesQuery, object{"site": site})
}

func TestRulesForAppsOfUsers(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	set := `mutation($input: UpdateUserInstallationRulesInput!) { ecosystem {
		updateUserInstallationRules(input: $input) { success rule errors { message extensions { errorType statusCode } } } } }`

	for _, rule := range []string{"deny", "deny", "allow"} {
		got := b.ask(set, object{"input": object{"cloudId": site, "rule": rule}})
		assert.Equal(t, object{"success": true, "rule": rule, "errors": nil}, got.at("data", "ecosystem", "updateUserInstallationRules"))
		assert.Equal(t, rule, b.ask(rulesQuery, object{"site": site}).at("data", "ecosystem", "userInstallationRules", "rule"))
		assert.Equal(t, rule, b.UserInstalledApps(site))
	}

	got := b.ask(set, object{"input": object{"cloudId": "elsewhere", "rule": "deny"}})
	assert.Nil(t, got.body["errors"], "the payload says it")
	assert.Equal(t, false, got.at("data", "ecosystem", "updateUserInstallationRules", "success"))
	assert.Equal(t, object{"errorType": "FORBIDDEN", "statusCode": 403.0}, got.at("data", "ecosystem", "updateUserInstallationRules", "errors", 0, "extensions"))

	read := b.ask(rulesQuery, object{"site": "elsewhere"})
	assert.Nil(t, read.at("data", "ecosystem", "userInstallationRules"))

	kind, status := read.refused(t)
	assert.Equal(t, "FORBIDDEN", kind)
	assert.InDelta(t, 403, status, 0)
}
