// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

const boardsID = "ari:cloud:ecosystem::app/2b6f0d1e-94c7-4a35-8e12-7d0c5b9fa364"

// uninstall begins a task, and gives the payload.
func (b *bench) uninstall(input object) object {
	b.t.Helper()

	got := b.ask(`mutation($input: AppUninstallationInput!) {
		uninstallApp(input: $input) { success taskId errors { message extensions { errorType statusCode } } } }`, object{"input": input})
	assert.Nil(b.t, got.body["errors"])

	payload, ok := got.at("data", "uninstallApp").(map[string]any)
	require.True(b.t, ok, got.raw)

	return payload
}

// task is how an uninstallation is getting on.
func (b *bench) task(id any) any {
	b.t.Helper()

	got := b.ask(`query($id: ID!) { appInstallationTask(id: $id) { id appId state errors { message } } }`, object{"id": id})
	assert.Nil(b.t, got.body["errors"])

	return got.at("data", "appInstallationTask")
}

func TestUninstallingTakesItsTime(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{Lag: 10 * time.Second, Now: now.Now})

	payload := b.uninstall(object{"appId": boardsID, "environmentKey": "production", "installationContext": inJira, "async": true})
	assert.Equal(t, true, payload["success"])
	assert.Nil(t, payload["errors"])

	id := payload["taskId"]
	for _, want := range []string{"PENDING", "RUNNING"} {
		assert.Equal(t, object{"id": id, "appId": boardsID, "state": want, "errors": nil}, b.task(id))
		assert.Len(t, b.AppInstallations("Orbit Boards"), 1)
		now.advance(5 * time.Second)
	}

	assert.Empty(t, b.AppInstallations("Orbit Boards"), "without anybody looking at the task")
	assert.Equal(t, object{"id": id, "appId": boardsID, "state": "COMPLETE", "errors": nil}, b.task(id))
	assert.NotContains(t, b.inventory([]string{inJira}, nil).names(), "Orbit Boards")

	event := b.ok("GET", "{v1}/events", nil)
	assert.Equal(t, simulator.ActionAppUninstalled, event.at("data", 0, "attributes", "action"))
	assert.Equal(t, ada, event.at("data", 0, "attributes", "actor", "email"))
	assert.Equal(t, boardsID, event.at("data", 0, "attributes", "context", 0, "id"))
	assert.Nil(t, b.task("nothing"))
}

func TestUninstallingAtOnce(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	bridge := b.Organization().Apps[3]
	require.Equal(t, "Calendar Bridge", bridge.Name)

	payload := b.uninstall(object{"appId": bridge.ID, "environmentKey": "production", "installationId": bridge.Installations[0].ID})
	assert.Empty(t, b.AppInstallations(bridge.ID))

	task, _ := b.task(payload["taskId"]).(map[string]any)
	assert.Equal(t, "COMPLETE", task["state"])
	assert.Equal(t, false, b.uninstall(object{"appId": bridge.ID, "environmentKey": "production", "installationContext": inJira})["success"], "a second time")
}

func TestUninstallingThatFails(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{Lag: 10 * time.Second, Now: now.Now})
	reason := "the app refuses to go"
	require.NoError(t, b.FailUninstalls("com.orbit.boards", &reason))

	reason = "changed later"
	input := object{"appId": boardsID, "environmentKey": "production", "installationContext": inJira}
	id := b.uninstall(input)["taskId"]
	assert.Equal(t, object{"id": id, "appId": boardsID, "state": "PENDING", "errors": nil}, b.task(id))
	now.advance(10 * time.Second)
	assert.Equal(t, object{"id": id, "appId": boardsID, "state": "FAILED", "errors": []any{object{"message": "the app refuses to go"}}}, b.task(id))
	assert.Len(t, b.AppInstallations("Orbit Boards"), 1)
	assert.Empty(t, b.actions())

	require.NoError(t, b.FailUninstalls("Orbit Boards", nil))
	b.uninstall(input)
	now.advance(10 * time.Second)
	assert.Empty(t, b.AppInstallations("Orbit Boards"))
}

func TestUninstallingWhatHasChanged(t *testing.T) {
	t.Parallel()

	now := newClock()
	b := start(t, simulator.Options{Lag: 10 * time.Second, Now: now.Now})
	id := b.uninstall(object{"appId": boardsID, "environmentKey": "production", "installationContext": inJira})["taskId"]
	require.NoError(t, b.UninstallApp("Orbit Boards", inJira))
	require.NoError(t, b.InstallApp("Orbit Boards", simulator.AppInstallation{Context: inJira}))
	now.advance(10 * time.Second)

	task, _ := b.task(id).(map[string]any)
	assert.Equal(t, "COMPLETE", task["state"])
	assert.Len(t, b.AppInstallations("Orbit Boards"), 1, "another installation than the one that was to go")
}

func TestUninstallingThatIsRefused(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})
	installation := b.AppInstallations("Orbit Boards")[0].ID

	for name, tt := range map[string]struct {
		input  object
		status float64
	}{
		"neither context nor installation": {object{"appId": boardsID, "environmentKey": "production"}, 400},
		"a Connect app":                    {object{"appId": "ari:cloud:ecosystem::app/com.paperplane.forms", "environmentKey": "production", "installationContext": inConfluence}, 400},
		"an unknown app":                   {object{"appId": "x", "environmentKey": "production", "installationContext": inJira}, 404},
		"another environment":              {object{"appId": boardsID, "environmentKey": "staging", "installationContext": inJira}, 404},
		"another context":                  {object{"appId": boardsID, "environmentKey": "production", "installationContext": inConfluence}, 404},
		"both, and they do not fit":        {object{"appId": boardsID, "environmentKey": "production", "installationContext": inConfluence, "installationId": installation}, 404},
		"an unknown installation":          {object{"appId": boardsID, "environmentKey": "production", "installationId": "x"}, 404},
		"another site":                     {object{"appId": boardsID, "environmentKey": "production", "installationContext": "ari:cloud:jira::site/x"}, 403},
	} {
		payload := b.uninstall(tt.input)
		assert.Equal(t, false, payload["success"], name)
		assert.Nil(t, payload["taskId"], name)
		require.Len(t, payload["errors"], 1, name)
		assert.InDelta(t, tt.status, reply{body: payload}.at("errors", 0, "extensions", "statusCode"), 0, name)
		assert.NotEmpty(t, reply{body: payload}.at("errors", 0, "message"), name)
	}

	assert.Len(t, b.AppInstallations("Orbit Boards"), 1)
	assert.Len(t, b.AppInstallations("Paperplane Forms"), 1)
}

func TestUninstallingElsewhere(t *testing.T) {
	t.Parallel()

	org := many(2, 2)
	org.UserAPIToken.Sites = []string{"01"}
	b := start(t, simulator.Options{Organization: org})
	app := b.Organization().Apps[1]

	for i, success := range []bool{false, true} {
		payload := b.uninstall(object{"appId": app.ID, "environmentKey": "production", "installationId": app.Installations[i].ID})
		assert.Equal(t, success, payload["success"])
	}

	assert.Len(t, b.AppInstallations(app.ID), 1)
}
