// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// inventoryPage is an answer of the inventory.
func inventoryPage(next string, nodes ...string) answerFunc {
	edges := make([]string, len(nodes))
	for i, node := range nodes {
		edges[i] = `{"node":` + node + `}`
	}
	return status(200, fmt.Sprintf(`{"data":{"ecosystem":{"appsInstalledInContexts":{"pageInfo":%s,"edges":[%s]}}}}`, pageInfo(next), strings.Join(edges, ",")))
}

func pageInfo(next string) string {
	return fmt.Sprintf(`{"hasNextPage":%t,"endCursor":%q}`, next != "", next)
}

func forge(id, next string, installations ...string) string {
	return fmt.Sprintf(`{"__typename":"App","id":%q,"name":"A","vendorName":null,"distributionStatus":"PUBLIC","installationsByContexts":{"pageInfo":%s,"nodes":[%s]}}`, id, pageInfo(next), strings.Join(installations, ","))
}

func installation(context, version string) string {
	return fmt.Sprintf(`{"id":"i","installationContext":%q,"createdAt":"t","appEnvironment":{"key":"production"},"appEnvironmentVersion":%s,"license":null}`, context, version)
}

func installed(t *testing.T, w *wire) ([]atlassian.InstalledApp, error) {
	t.Helper()
	var found []atlassian.InstalledApp
	var failure error
	for app, err := range newClient(t, w).InstalledApps(t.Context(), []string{"x", "y"}) {
		if failure = err; err == nil {
			found = append(found, app)
		}
	}
	return found, failure
}

type sentVariables struct {
	Variables struct {
		Contexts           []string `json:"contexts"`
		After              string   `json:"after"`
		First              int      `json:"first"`
		Installations      int      `json:"installations"`
		InstallationsAfter string   `json:"installationsAfter"`
		Filters            []struct {
			Type   string
			Values []string
		} `json:"filters"`
	} `json:"variables"`
}

func variables(t *testing.T, s sent) (v sentVariables) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(s.body), &v))
	return v
}

func TestTheInventoryIsPaged(t *testing.T) {
	t.Parallel()
	const version = `{"version":"2.0.0","isLatest":true,"permissions":[{"scopes":[{"key":"write"},{"key":"read"}],"egress":[{"addresses":["b","a"]}]},{"scopes":[{"key":"read"}],"egress":[]}]}`
	w := &wire{answers: []answerFunc{
		inventoryPage("p2", forge("a1", "n2", installation("x", version))),
		inventoryPage("", forge("a1", "", installation("y", version))), // the rest of the first app
		inventoryPage("", forge("a2", "", installation("x", "null"))),
	}}
	found, err := installed(t, w)
	require.NoError(t, err)
	latest := true
	at := func(context string) atlassian.AppInstallation {
		return atlassian.AppInstallation{
			ID: "i", Context: context, Environment: "production", Version: "2.0.0", Latest: &latest, InstalledAt: "t", Scopes: []string{"read", "write"}, Egress: []string{"a", "b"},
		}
	}
	require.Equal(t, []atlassian.InstalledApp{
		{ID: "a1", Name: "A", Framework: "forge", DistributionStatus: "PUBLIC", Installations: []atlassian.AppInstallation{at("x"), at("y")}},
		{ID: "a2", Name: "A", Framework: "3lo", DistributionStatus: "PUBLIC", Installations: []atlassian.AppInstallation{{ID: "i", Context: "x", Environment: "production", InstalledAt: "t"}}},
	}, found)

	require.Len(t, w.sent(), 3)
	first, rest, second := variables(t, w.sent()[0]).Variables, variables(t, w.sent()[1]).Variables, variables(t, w.sent()[2]).Variables
	require.Equal(t, []string{"x", "y"}, first.Contexts)
	require.Equal(t, []int{50, 20}, []int{first.First, first.Installations})
	require.Empty(t, first.After)
	require.Empty(t, first.Filters)
	require.Equal(t, "n2", rest.InstallationsAfter)
	require.Equal(t, []string{"a1"}, rest.Filters[0].Values)
	require.Equal(t, "ONLY_APP_IDS", rest.Filters[0].Type)
	require.Equal(t, "p2", second.After)
}

func TestConnectApps(t *testing.T) {
	t.Parallel()
	connect := func(version string) string {
		return `{"__typename":"EcosystemConnectApp","id":"ari:cloud:ecosystem::app/com.example.app","name":"C","vendorName":"V","distributionStatus":"PUBLIC","installations":[` +
			`{"installationContext":"x","appVersion":` + version + `,"license":{"active":true,"type":"COMMERCIAL"}}]}`
	}
	w := &wire{answers: []answerFunc{inventoryPage("",
		connect(`{"version":"1-AC","isSystemApp":true,"permissions":{"scopes":[{"key":"READ"}],"egress":[{"addresses":["*"]}]}}`), // one of a list
		connect(`{"version":"1-AC","isSystemApp":false,"permissions":[{"scopes":[],"egress":[]}]}`),
		connect(`{"version":"1-AC","isSystemApp":false,"permissions":[{"scopes":null}]}`),
		connect(`{"version":"1-AC","isSystemApp":false}`),
	)}}
	found, err := installed(t, w)
	require.NoError(t, err)
	require.Len(t, found, 4)
	require.Equal(t, "com.example.app", found[0].Key)
	require.Equal(t, "connect", found[0].Framework)
	require.Equal(t, []bool{true, false, false, false}, []bool{found[0].System, found[1].System, found[2].System, found[3].System})
	require.Equal(t, &atlassian.AppLicense{Active: true, Type: "COMMERCIAL"}, found[0].Installations[0].License)
	require.Equal(t, []string{"READ"}, found[0].Installations[0].Scopes)
	require.Equal(t, []string{"*"}, found[0].Installations[0].Egress)
	require.Equal(t, []string{}, found[1].Installations[0].Scopes, "none, as Atlassian says")
	require.Nil(t, found[1].Installations[0].Egress, "nobody knows")
	require.Nil(t, found[2].Installations[0].Scopes, "nobody says")
	require.Nil(t, found[3].Installations[0].Scopes, "nobody says")
}

func TestKeysOfForgeApps(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{
		`null`:                                  "",
		`{"jira":null,"confluence":null}`:       "",
		`{"jira":"com.j","confluence":"com.c"}`: "com.j",
		`{"jira":null,"confluence":"com.c"}`:    "com.c",
	} {
		found, err := installed(t, &wire{answers: []answerFunc{inventoryPage("", forge("a", "", installation("x", `{"version":"1","permissions":[],"migrationKeys":`+keys+`}`)))}})
		require.NoError(t, err)
		require.Equal(t, want, found[0].Key)
	}
}

// A missing part of an inventory would look like an app that does not exist.
func TestAnInventoryThatIsNotWhole(t *testing.T) {
	t.Parallel()
	whole := forge("a", "", installation("x", "null"))
	for name, c := range map[string]struct {
		answers []answerFunc
		says    string
	}{
		"no data":               {[]answerFunc{status(200, `{"data":null}`)}, "no data"},
		"nothing":               {[]answerFunc{status(200, `{}`)}, "no data"},
		"no ecosystem":          {[]answerFunc{status(200, `{"data":{"ecosystem":null}}`)}, "no list of apps"},
		"no edges":              {[]answerFunc{status(200, `{"data":{"ecosystem":{"appsInstalledInContexts":{"pageInfo":{"hasNextPage":false}}}}}`)}, "no list of apps"},
		"edges of null":         {[]answerFunc{status(200, `{"data":{"ecosystem":{"appsInstalledInContexts":{"totalCount":0,"pageInfo":{"hasNextPage":false},"edges":null}}}}`)}, "no list of apps"},
		"an edge of null":       {[]answerFunc{status(200, `{"data":{"ecosystem":{"appsInstalledInContexts":{"totalCount":1,"pageInfo":{"hasNextPage":false},"edges":[null]}}}}`)}, "an app without any facts"},
		"no page info":          {[]answerFunc{status(200, `{"data":{"ecosystem":{"appsInstalledInContexts":{"edges":[]}}}}`)}, "more pages"},
		"a node of null":        {[]answerFunc{inventoryPage("", whole, `null`)}, "an app without any facts"},
		"an unknown type":       {[]answerFunc{inventoryPage("", `{"__typename":"RovoAgent"}`)}, "RovoAgent"},
		"no ID":                 {[]answerFunc{inventoryPage("", forge("", ""))}, "without an ID"},
		"no installations":      {[]answerFunc{inventoryPage("", `{"__typename":"App","id":"a","name":"A"}`)}, "where app a is installed"},
		"none of a Connect app": {[]answerFunc{inventoryPage("", `{"__typename":"EcosystemConnectApp","id":"a","name":"A"}`)}, "where app a is installed"},
		"a null installation":   {[]answerFunc{inventoryPage("", forge("a", "", "null"))}, "where app a is installed"},
		"a second page fails":   {[]answerFunc{inventoryPage("p2", whole), status(500, "")}, "status 500"},
		"the same page twice":   {[]answerFunc{inventoryPage("p2", whole)}, "cursor twice"},
		"no way on":             {[]answerFunc{status(200, `{"data":{"ecosystem":{"appsInstalledInContexts":{"pageInfo":{"hasNextPage":true},"edges":[]}}}}`)}, "not how to get them"},
		"the rest is gone":      {[]answerFunc{inventoryPage("", forge("a", "n2", installation("x", "null"))), inventoryPage("")}, "gone while"},
		"the rest fails":        {[]answerFunc{inventoryPage("", forge("a", "n2", installation("x", "null"))), status(403, "")}, "status 403"},
		"the rest never ends":   {[]answerFunc{inventoryPage("", forge("a", "n2", installation("x", "null")))}, "cursor twice"},
	} {
		_, err := installed(t, &wire{answers: c.answers})
		require.ErrorContains(t, err, c.says, name)
	}
}
