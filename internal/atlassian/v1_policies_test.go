// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"iter"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// collect reads all pages of a list.
func collect[V any](pages iter.Seq2[V, error]) ([]V, error) {
	var all []V
	for one, err := range pages {
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, nil
}

// An answer without a list, or with a thing that could be any, is an error. It does not say that there is nothing.
func TestSettingsWithoutData(t *testing.T) {
	t.Parallel()
	answering := func(body string) *atlassian.Client {
		return newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, body)}})
	}
	for _, body := range []string{
		`{}`, `null`, `[]`, ``, `{"data":null}`, `{"data":{}}`, `{"data":[null]}`, `{"data":[{}]}`, `{"data":[{"id":"1"}]}`, `{"data":[{"id":null,"attributes":{"type":"ip-allowlist"}}]}`,
		`{"data":[{"id":"1","attributes":null}]}`, `{"data":[{"id":"1","attributes":{"type":null}}]}`, `{"data":[{"id":"1","attributes":{"type":7}}]}`,
	} {
		_, err := collect(answering(body).OrganizationPolicies(t.Context(), "o"))
		require.Error(t, err, "policies: %s", body)
		_, err = collect(answering(body).DataSecurityPolicies(t.Context(), "o"))
		require.Error(t, err, "data security policies: %s", body)
		_, err = answering(body).OrganizationPolicy(t.Context(), "o", "1")
		require.Error(t, err, "policy: %s", body)
		_, err = answering(strings.ReplaceAll(body, `"data"`, `"levels"`)).ClassificationLevels(t.Context(), "o")
		if !strings.Contains(body, `"id":"1"`) {
			require.Error(t, err, "levels: %s", body)
		}
	}
	_, err := answering(`{"levels":[{"levelId":"a","status":"PUBLISHED"}],"links":{"next":"x"}}`).ClassificationLevels(t.Context(), "o")
	require.ErrorContains(t, err, "a part of the classification levels only")
	levels, err := answering(`{"levels":[{"levelId":"a","status":null}],"links":{"next":null}}`).ClassificationLevels(t.Context(), "o")
	require.NoError(t, err)
	require.Equal(t, []atlassian.ClassificationLevel{{ID: "a"}}, levels)
}

// Only the documented form of a rule is read, and resources that are not said are not none.
func TestRulesOfPolicies(t *testing.T) {
	t.Parallel()
	for attributes, want := range map[string]atlassian.OrganizationPolicy{
		``: {},
		`"name":"N","status":"enabled","rule":{"in":["a"]},"resources":[]`: {
			Name: "N", Status: "enabled", Rule: atlassian.PolicyRule{In: []string{"a"}, Raw: `{"in":["a"]}`}, Resources: atlassian.PolicyResources{Known: true},
		},
		`"name":null,"status":null,"rule":null,"resources":null`: {},
		`"rule":{"in":[]},"resources":[{"id":"r","applicationStatus":"applied"},{"id":null},null]`: {
			Rule:      atlassian.PolicyRule{In: []string{}, Raw: `{"in":[]}`},
			Resources: atlassian.PolicyResources{Known: true, List: []atlassian.PolicyResource{{ID: "r", ApplicationStatus: "applied"}, {}, {}}},
		},
		`"rule":[],"resources":{}`:               {Rule: atlassian.PolicyRule{Raw: `[]`}},
		`"rule":{"off":true},"resources":"all"`:  {Rule: atlassian.PolicyRule{Raw: `{"off":true}`}},
		`"rule":{"in":["a",null]},"status":true`: {Rule: atlassian.PolicyRule{Raw: `{"in":["a",null]}`}},
		`"rule":{"in":"a"},"status":["enabled"]`: {Rule: atlassian.PolicyRule{Raw: `{"in":"a"}`}},
	} {
		body := strings.ReplaceAll(`{"data":{"id":"1","attributes":{"type":"ip-allowlist",`+attributes+`}}}`, ",}", "}")
		client := newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, body)}})
		found, err := client.OrganizationPolicy(t.Context(), "o", "1")
		require.NoError(t, err, body)
		want.ID, want.Type = "1", "ip-allowlist"
		require.Equal(t, want, found, body)
	}
}

// A workspace has an ID, and attributes with a type and a name, as a policy has.
func TestSomethingElseIsNoPolicy(t *testing.T) {
	t.Parallel()
	client := newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, `{"data":{"id":"1","type":"workspace","attributes":{"type":"confluence","name":"acme"}}}`)}})
	_, err := client.OrganizationPolicy(t.Context(), "o", "1")
	require.ErrorContains(t, err, "1 is of the type workspace, and no policy")
}

func TestRulesOfDataSecurityPolicies(t *testing.T) {
	t.Parallel()
	for attributes, want := range map[string]atlassian.DataSecurityPolicy{
		``: {},
		`"name":"N","status":"active","rule":{"export":{"effect":"block"}},"metadata":{"policyCoverageLevel":"ORG","description":"D"}`: {
			Name: "N", Status: "active", Coverage: "ORG", Description: "D", Rules: map[string]atlassian.DataSecurityRule{"export": {Effect: "block", Raw: `{"effect":"block"}`}},
		},
		`"rule":{"export":{"blockPageExport":true},"publicLinks":null,"x":[]},"metadata":[]`: {
			Rules: map[string]atlassian.DataSecurityRule{"export": {Raw: `{"blockPageExport":true}`}, "publicLinks": {Raw: "null"}, "x": {Raw: "[]"}},
		},
		`"rule":{"appAccess":{"effect":"block","subjectId":"all_apps"}}`: {
			Rules: map[string]atlassian.DataSecurityRule{"appAccess": {Effect: "block", Subject: "all_apps", Raw: `{"effect":"block","subjectId":"all_apps"}`}},
		},
		`"rule":{"appAccess":{"effect":"block"}},"metadata":{"subjectId":"ari:a"}`: {
			Rules: map[string]atlassian.DataSecurityRule{"appAccess": {Effect: "block", Subject: "ari:a", Raw: `{"effect":"block"}`}},
		},
		`"rule":{"appAccess":{"effect":"block"}},"metadata":null,"queryData":{"subjectId":"ari:a"}`: {
			Rules: map[string]atlassian.DataSecurityRule{"appAccess": {Effect: "block", Subject: "ari:a", Raw: `{"effect":"block"}`}},
		},
		`"rule":{},"metadata":{"policyCoverageLevel":null}`: {Rules: map[string]atlassian.DataSecurityRule{}},
		`"rule":[],"status":null`:                           {},
		`"rule":null`:                                       {},
		`"rule":"block"`:                                    {},
	} {
		body := strings.ReplaceAll(`{"data":[{"id":"1","attributes":{"type":"data-security",`+attributes+`}}]}`, ",}", "}")
		found, err := collect(newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, body)}}).DataSecurityPolicies(t.Context(), "o"))
		require.NoError(t, err, body)
		want.ID, want.Type = "1", "data-security"
		require.Equal(t, []atlassian.DataSecurityPolicy{want}, found, body)
	}
}

// The pages of the Control API are followed by the cursor in meta or in a URL, and the type stays.
func TestPagesOfDataSecurityPolicies(t *testing.T) {
	t.Parallel()
	policy := func(id string) string { return `{"id":"` + id + `","attributes":{"type":"data-security"}}` }
	w := &wire{answers: []answerFunc{
		status(http.StatusOK, `{"data":[`+policy("1")+`],"meta":{"next":"c1","page_size":1}}`),
		status(http.StatusOK, `{"data":[`+policy("2")+`],"links":{"next":"https://api.atlassian.com/x?cursor=c2","page_size":"1"}}`),
		status(http.StatusOK, `{"data":[`+policy("3")+`],"meta":{"next":null}}`),
	}}
	found, err := collect(newClient(t, w).DataSecurityPolicies(t.Context(), "o"))
	require.NoError(t, err)
	require.Len(t, found, 3)
	require.Len(t, w.sent(), 3)
	for i, want := range []string{"?type=data-security", "?cursor=c1&type=data-security", "?cursor=c2&type=data-security"} {
		require.Contains(t, w.sent()[i].url, want)
	}
}

// The end of a move has two spellings, and a second end that differs is not lost.
func TestMovesOfResources(t *testing.T) {
	t.Parallel()
	for resource, want := range map[string]atlassian.PolicyResource{
		`"meta":{"migrationEndDataTime":"e","migrationStartDateTime":"s","scheduledDate":"d","atlassianAccountId":"a"},"links":{"ticket":"t"}`: {
			Move: atlassian.PolicyMove{ScheduledDate: "d", Start: "s", End: "e"}, AccountID: "a", Ticket: "t",
		},
		`"meta":{"migrationEndDateTime":"e"}`:                              {Move: atlassian.PolicyMove{End: "e"}},
		`"meta":{"migrationEndDateTime":"e","migrationEndDataTime":"e"}`:   {Move: atlassian.PolicyMove{End: "e"}},
		`"meta":{"migrationEndDateTime":"f","migrationEndDataTime":"e"}`:   {Move: atlassian.PolicyMove{End: "e", OtherEnd: "f"}},
		`"meta":{"migrationEndDateTime":"f","migrationEndDataTime":null}`:  {Move: atlassian.PolicyMove{End: "f"}},
		`"meta":null,"links":null`:                                         {},
		`"meta":[],"links":"x"`:                                            {},
		`"meta":{"scheduledDate":{}},"links":{"ticket":[]}`:                {},
		`"meta":{"scheduledDate":1764374400000},"links":{"ticket":"T-10"}`: {Move: atlassian.PolicyMove{ScheduledDate: "1764374400000"}, Ticket: "T-10"},
	} {
		body := `{"data":{"id":"1","attributes":{"type":"data-residency","resources":[{"id":"r","applicationStatus":"applied",` + resource + `}]}}}`
		found, err := newClient(t, &wire{answers: []answerFunc{status(http.StatusOK, body)}}).OrganizationPolicy(t.Context(), "o", "1")
		require.NoError(t, err, body)
		want.ID, want.ApplicationStatus = "r", "applied"
		require.Equal(t, []atlassian.PolicyResource{want}, found.Resources.List, body)
	}
}

// A request has everything that a policy says, and keeps what its rule says besides.
func TestWritesOfPoliciesAreWhole(t *testing.T) {
	t.Parallel()
	answer := status(http.StatusAccepted, `{"data":{"id":"1","attributes":{"type":"ip-allowlist"}}}`)
	for _, one := range []struct {
		content atlassian.PolicyContent
		rule    string
	}{
		{atlassian.PolicyContent{}, `{"in":[]}`},
		{atlassian.PolicyContent{In: []string{"a"}, Rule: `{"in":["b"],"allowMobileBypass":true,"x":{"y":1},"z":null}`}, `{"allowMobileBypass":true,"in":["a"],"x":{"y":1}}`},
		{atlassian.PolicyContent{In: []string{"a"}, Rule: `{"allowMobileBypass":true}`, AllowMobileBypass: new(false)}, `{"allowMobileBypass":false,"in":["a"]}`},
		{atlassian.PolicyContent{In: []string{"a"}, Rule: `["b"]`}, `{"in":["a"]}`},
	} {
		w := &wire{answers: []answerFunc{answer}}
		one.content.Type, one.content.Name, one.content.Status = "ip-allowlist", "N", "enabled"
		_, err := newClient(t, w).UpdateOrganizationPolicy(t.Context(), "o", "1", one.content)
		require.NoError(t, err)
		require.JSONEq(t, `{"data":{"id":"1","type":"policy","attributes":{"type":"ip-allowlist","name":"N","status":"enabled","rule":`+one.rule+`,"resources":[]}}}`, w.sent()[0].body)
	}
}

// An answer to a write that does not say which policy it is leaves open whether the write took effect.
func TestWritesOfPoliciesWithoutAnID(t *testing.T) {
	t.Parallel()
	for _, body := range []string{``, `{}`, `{"data":null}`, `{"data":{"attributes":{"type":"ip-allowlist"}}}`} {
		_, err := newClient(t, &wire{answers: []answerFunc{status(http.StatusAccepted, body)}}).CreateOrganizationPolicy(t.Context(), "o", atlassian.PolicyContent{})
		require.True(t, atlassian.IsOutcomeUnknown(err), body)
	}
}
