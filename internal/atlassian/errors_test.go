// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/spoken"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// The forms of error bodies that Atlassian documents, or that live answers had.
func TestEveryFormOfErrorBecomesOne(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status  int
		body    string
		headers []string
		want    atlassian.Error
	}{
		"organizations": {
			404, `{"errors":[{"id":"e1","status":"404","code":"ADMIN-404-2","title":"Not found","detail":"No such organization."}]}`, nil,
			atlassian.Error{Code: "ADMIN-404-2", Title: "Not found", Detail: "No such organization.", RequestID: "e1"},
		},
		"several at once": {
			400, `{"errors":[{"code":"A","title":"T","detail":"one"},{"code":"B","detail":"two"},{"title":"three"}]}`, nil,
			atlassian.Error{Code: "A", Title: "T", Detail: "one; two; three"},
		},
		"proxy":   {401, `{"code":401,"message":"Unauthorized"}`, nil, atlassian.Error{Title: "Unauthorized", Detail: "Unauthorized"}},
		"domains": {403, `{"timestamp":1,"status":403,"error":"Forbidden","message":"no","path":"/x","requestId":"r1"}`, nil, atlassian.Error{Title: "Forbidden", Detail: "no", RequestID: "r1"}},
		"single":  {403, `{"id":"w1","status":"403","code":"ADMIN-403-3","title":"Forbidden","detail":"Not yours"}`, nil, atlassian.Error{Code: "ADMIN-403-3", Title: "Forbidden", Detail: "Not yours", RequestID: "w1"}},
		"user management": {
			403, `{"key":"forbidden.insufficientScope","context":{"acceptableScopes":["manage:org","read:me"]}}`, nil,
			atlassian.Error{Code: "forbidden.insufficientScope", Title: "forbidden.insufficientScope", RequiredScopes: []string{"manage:org", "read:me"}},
		},
		"an action": {
			403, `{"key":"forbidden.action","context":{"allowed":false,"reason":{"key":"externalDirectory.scim"}}}`, nil,
			atlassian.Error{Code: "forbidden.action", Title: "forbidden.action", Detail: "externalDirectory.scim", Context: atlassian.KeyContext{Reason: "externalDirectory.scim"}},
		},
		"fields": {
			403, `{"key":"forbidden.fieldMutation","context":{"name":{"allowed":false,"reason":{"key":"authPolicy.saml"}},"locale":{"allowed":true},"zoneinfo":7}}`, nil,
			atlassian.Error{
				Code: "forbidden.fieldMutation", Title: "forbidden.fieldMutation", Detail: "name: authPolicy.saml",
				Context: atlassian.KeyContext{Fields: map[string]string{"name": "authPolicy.saml"}},
			},
		},
		"a domain": {
			403, `{"key":"forbidden.unclaimedDomain","context":{"domain":"else\u001bwhere.example"}}`, nil,
			atlassian.Error{Code: "forbidden.unclaimedDomain", Title: "forbidden.unclaimedDomain", Detail: "else where.example", Context: atlassian.KeyContext{Domain: "else where.example"}},
		},
		"violations": {
			400, `{"key":"fieldConstraintsViolated","context":{"fieldViolations":[{"field":"name","violations":[{"key":"maxLength"},{"key":"validCharacters"}]}]}}`, nil,
			atlassian.Error{
				Code: "fieldConstraintsViolated", Title: "fieldConstraintsViolated", Detail: "name: maxLength, validCharacters",
				Context: atlassian.KeyContext{Violations: map[string][]string{"name": {"maxLength", "validCharacters"}}},
			},
		},
		"a life": {
			409, `{"key":"conflict.lifecycleErrors","context":{"message":"Not eligible.","accountId":"a","errorCodes":[{"code":"c","message":"m"}],"errors":[{"code":"d"}]}}`, nil,
			atlassian.Error{
				Code: "conflict.lifecycleErrors", Title: "conflict.lifecycleErrors", Detail: "Not eligible: c; d",
				Context: atlassian.KeyContext{Lifecycle: []string{"c", "d"}},
			},
		},
		"provisioning":       {401, `{"error":"unauthorized","traceId":"t1"}`, nil, atlassian.Error{Title: "unauthorized", RequestID: "t1"}},
		"SCIM":               {409, `{"schemas":["x"],"status":"409","scimType":"uniqueness","detail":"taken"}`, nil, atlassian.Error{Title: "Conflict", Detail: "taken"}},
		"nothing at all":     {418, ``, []string{"Atl-Traceid", "h1"}, atlassian.Error{Title: "I'm a teapot", RequestID: "h1"}},
		"a page":             {502 - 2, "<html>\n <body>oops</body></html>", nil, atlassian.Error{Title: "Internal Server Error", Detail: "<html> <body>oops</body></html>"}},
		"JSON of other kind": {400, `["x"]`, nil, atlassian.Error{Title: "Bad Request", Detail: `["x"]`}},
		"wrong types":        {400, `{"errors":[{"title":{"a":1},"detail":7,"code":null}]}`, nil, atlassian.Error{Title: "Bad Request", Detail: "7"}},
		"a list of nothing":  {400, `{"errors":[]}`, nil, atlassian.Error{Title: "Bad Request"}},
		"scopes in the list": {403, `{"errors":[{"title":"no","acceptableScopes":"a:b,c:d"}]}`, nil, atlassian.Error{Title: "no", RequiredScopes: []string{"a:b", "c:d"}}},
		"scopes outside":     {403, `{"key":"k","acceptableScopes":["a:b"],"context":"x"}`, nil, atlassian.Error{Code: "k", Title: "k", RequiredScopes: []string{"a:b"}}},
		"a page for a 404":   {404, "<!doctype html>\n<p>gone", nil, atlassian.Error{Title: "Not Found", Detail: "<!doctype html> <p>gone", NoRoute: true}},
		"an HTML 404":        {404, "gone", []string{"Content-Type", "text/html; charset=utf-8"}, atlassian.Error{Title: "Not Found", Detail: "gone", NoRoute: true}},
		"an empty 404":       {404, "", nil, atlassian.Error{Title: "Not Found"}},
		"a plain 404":        {404, `{"code":404,"message":"no such thing"}`, nil, atlassian.Error{Title: "Not Found", Detail: "no such thing"}},
		"no feature":         {402, `{"title":"the Organization does not have this paid feature enabled"}`, nil, atlassian.Error{Title: "the Organization does not have this paid feature enabled"}},
		"a terminal's words": {400, `{"errors":[{"title":"\u001b[31mred\nline"}]}`, nil, atlassian.Error{Title: "[31mred line"}},
		"turned around":      {400, "{\"errors\":[{\"title\":\"a\u202eb\u2066c\u200f\u061c\u200b\ufeff\u00add\",\"detail\":\"e\u3164\u2028f\"}]}", nil, atlassian.Error{Title: "abcd", Detail: "e f"}},
		"gateway":            {404, `{"code":404,"message":"Request failed to match any route"}`, nil, atlassian.Error{Title: "Not Found", Detail: "Request failed to match any route", NoRoute: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := newClient(t, &wire{answers: []answerFunc{status(c.status, c.body, c.headers...)}}).Organization(t.Context(), "o")
			var got *atlassian.Error
			require.ErrorAs(t, err, &got)
			require.Equal(t, "getOrgById", got.Operation.ID)
			require.Equal(t, c.status, got.Status)
			c.want.Operation, c.want.Status = got.Operation, got.Status
			if c.status == 403 && c.want.RequiredScopes == nil {
				c.want.RequiredScopes = []string{"read:orgs:admin"}
			}
			require.Equal(t, c.want, *got)
			require.NotContains(t, err.Error(), "\n")
			require.Equal(t, c.status == 404 && !c.want.NoRoute, atlassian.IsNotFound(err))
		})
	}
}

func TestRefusalsAreToldApart(t *testing.T) {
	t.Parallel()
	for code, is := range map[int]func(error) bool{
		401: atlassian.IsUnauthorized, 403: atlassian.IsForbidden, 404: atlassian.IsNotFound, 409: atlassian.IsConflict,
	} {
		err := read(t.Context(), newClient(t, &wire{answers: []answerFunc{status(code, "")}}))
		for other, isOther := range map[int]func(error) bool{
			401: atlassian.IsUnauthorized, 403: atlassian.IsForbidden, 404: atlassian.IsNotFound, 409: atlassian.IsConflict, 429: atlassian.IsRateLimited,
		} {
			require.Equal(t, code == other, isOther(err), "%d %d", code, other)
		}
		require.True(t, is(fmt.Errorf("reading: %w", err)), "also inside of others")
		require.False(t, is(nil))
	}
}

func TestTheTextOfARefusal(t *testing.T) {
	t.Parallel()
	err := read(t.Context(), newClient(t, &wire{answers: []answerFunc{
		status(404, `{"errors":[{"id":"e1","status":"404","code":"ADMIN-404-2","title":"Not found","detail":"No such\norganization."}]}`),
	}}))
	require.EqualError(t, err, "Atlassian refused getOrgById (GET /admin/v1/orgs/{orgId}) with status 404 ADMIN-404-2: Not found: No such organization (request e1)")
	err = read(t.Context(), newClient(t, &wire{answers: []answerFunc{status(403, `{"key":"forbidden.action"}`)}}))
	require.EqualError(t, err, "Atlassian refused getOrgById (GET /admin/v1/orgs/{orgId}) with status 403 forbidden.action", "nothing is said twice")
	err = read(t.Context(), newClient(t, &wire{answers: []answerFunc{status(400, `{"errors":[{"title":"t","detail":"`+strings.Repeat("x", 900_000)+`"}]}`)}}))
	require.Less(t, len(err.Error()), 1000)
}

func TestAnEmptyRefusalHasItsDocumentedMeaning(t *testing.T) {
	t.Parallel()
	err := newClient(t, &wire{answers: []answerFunc{status(409, "")}}).AddGroupMember(t.Context(), "o", "d", "g", "a")
	require.True(t, atlassian.IsConflict(err))
	require.ErrorContains(t, err, "user limit")
	err = newClient(t, &wire{answers: []answerFunc{status(409, "")}}).CreateGroup(t.Context(), "o", "d", atlassian.NewGroup{Name: "g"})
	require.ErrorContains(t, err, "exists already")
}

// FuzzErrors sends any body. The client returns an error in words and never fails.
func FuzzErrors(f *testing.F) {
	for _, seed := range []string{``, `{}`, `[]`, `{"errors":[{}]}`, `{"errors":{"a":1}}`, `{"context":7}`, `{"context":{"acceptableScopes":{"a":1}}}`, "<html>", "\xff", `{"errors":[null]}`} {
		f.Add(400, seed)
	}
	f.Fuzz(func(t *testing.T, code int, body string) {
		code = 400 + (code&0xff)%28
		if code == 429 {
			return
		}
		_, err := newClient(t, &wire{answers: []answerFunc{status(code, body)}}).Organization(t.Context(), "o")
		var got *atlassian.Error
		require.ErrorAs(t, err, &got)
		require.Equal(t, code, got.Status)
		spoken.InOneLine(t, err.Error(), 3000)
		require.Contains(t, err.Error(), "getOrgById")
		for range 3 { // an object of JSON has no order
			_, again := newClient(t, &wire{answers: []answerFunc{status(code, body)}}).Organization(t.Context(), "o")
			require.Equal(t, withoutHost(err), withoutHost(again))
		}
	})
}
