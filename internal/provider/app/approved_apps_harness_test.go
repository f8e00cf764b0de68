// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const approvedAppsType = "atlassian_approved_apps"

// Where apps of the small company are installed.
const (
	acmeJira       = "ari:cloud:jira::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	acmeConfluence = "ari:cloud:confluence::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
)

// Operations that tests of approvals count or disturb.
const (
	inventoryOperation = "POST /graphql ecosystem.appsInstalledInContexts"
	uninstallOperation = "POST /graphql uninstallApp"
	taskOperation      = "POST /graphql appInstallationTask"
)

// idOf is the ID of an app of the small company.
func idOf(t *testing.T, org *simulated.Organization, name string) string {
	t.Helper()
	for _, app := range org.Simulator.Organization().Apps {
		if app.Name == name {
			return app.ID
		}
	}
	t.Fatalf("there is no app %s", name)
	return ""
}

// approval is one of the whole app, with changes.
func approval(changes ...map[string]any) map[string]any {
	one := map[string]any{"reviewed_by": "Ada Okafor", "reviewed_at": "2026-11-26"}
	for _, change := range changes {
		maps.Copy(one, change)
	}
	return one
}

// reviewed is a configuration that approves everything that is installed in the small company, with changes.
func reviewed(t *testing.T, org *simulated.Organization, changes ...map[string]any) map[string]any {
	t.Helper()
	config := map[string]any{
		"sites": []any{"acme"},
		"approved": map[string]any{
			"com.orbit.boards":                 approval(map[string]any{"scopes": []any{"read:jira-work", "read:jira-user"}, "egress": []any{"*.orbit.example"}, "frameworks": []any{"forge"}, "max_version": "2.9"}),
			"com.paperplane.forms":             approval(map[string]any{"scopes": []any{"READ", "WRITE"}, "egress": []any{"*"}}),
			idOf(t, org, "Acme Release Notes"): approval(map[string]any{"scopes": []any{"read:jira-work"}, "egress": []any{}}),
			idOf(t, org, "Calendar Bridge"):    approval(map[string]any{"frameworks": []any{"3lo"}}),
		},
	}
	for _, change := range changes {
		maps.Copy(config, change)
	}
	return config
}

// without is a configuration without some approvals.
func without(config map[string]any, names ...string) map[string]any {
	left := maps.Clone(config)
	approved := maps.Clone(config["approved"].(map[string]any))
	for _, name := range names {
		delete(approved, name)
	}
	left["approved"] = approved
	return left
}

// reviewing brings approvals that hold into the state.
func reviewing(t *testing.T, org *simulated.Organization, config map[string]any) *protocol.State {
	t.Helper()
	return acctest.Server(t, org, nil).Converge(t, approvedAppsType, config)
}

// reviewedAgain is a state after a refresh by a run of its own.
func reviewedAgain(t *testing.T, org *simulated.Organization, state *protocol.State) *protocol.State {
	t.Helper()
	read, diagnostics := acctest.Server(t, org, nil).ReadResource(state)
	require.NoError(t, diagnostics.Err())
	require.NotNil(t, read)
	return read
}

// installs lets a user install an app of the small company, in its latest version unless another is given.
func installs(t *testing.T, org *simulated.Organization, app, context string) {
	t.Helper()
	require.NoError(t, org.Simulator.InstallApp(app, simulator.AppInstallation{Context: context}))
}

// grows lets an approved app ask for a scope more, and an admin consent.
func grows(t *testing.T, org *simulated.Organization) {
	t.Helper()
	require.NoError(t, org.Simulator.ReleaseAppVersion("Orbit Boards", simulator.AppVersion{
		Version: "2.8.0", Scopes: []string{"read:jira-work", "read:jira-user", "write:jira-work"}, Egress: []string{"*.orbit.example", "collect.tracker.example"},
	}))
	installs(t, org, "Orbit Boards", acmeJira)
}

// attributesOf are one attribute of every element of a list in a state.
func attributesOf(state *protocol.State, list, attribute string) []any {
	found := []any{}
	for _, element := range state.Values[list].([]any) {
		found = append(found, element.(map[string]any)[attribute])
	}
	return found
}

// asking is the same organization, in which the gateway is asked about one cloud ID in place of another, and answers so.
func asking(t *testing.T, org *simulated.Organization, instead, of string) *simulated.Organization {
	t.Helper()
	target, err := url.Parse(org.URL)
	require.NoError(t, err)
	proxy := &httputil.ReverseProxy{Rewrite: func(request *httputil.ProxyRequest) {
		request.SetURL(target)
		if strings.HasSuffix(request.Out.URL.Path, "/graphql") {
			body, _ := io.ReadAll(request.Out.Body)
			body = bytes.ReplaceAll(body, []byte(instead), []byte(of))
			request.Out.Body, request.Out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		}
	}}
	proxy.ModifyResponse = func(answer *http.Response) error {
		if strings.HasSuffix(answer.Request.URL.Path, "/graphql") {
			body, err := io.ReadAll(answer.Body)
			body = bytes.ReplaceAll(body, []byte(of), []byte(instead))
			answer.Body = io.NopCloser(bytes.NewReader(body))
			return err
		}
		return nil
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	other := *org
	other.URL = server.URL
	return &other
}
