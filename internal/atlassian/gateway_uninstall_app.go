// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
)

// Uninstallation is the app to uninstall, and the place.
type Uninstallation struct {
	// AppID is the ARI of a Forge or 3LO app.
	AppID string
	// Environment is the key of the installed environment, such as "production".
	Environment string
	// Context is the ARI of the place where it is installed.
	Context string
}

// AppTaskState is the state of a task of the gateway. Atlassian may add states to the four documented ones.
type AppTaskState string

// The documented states.
const (
	AppTaskPending  AppTaskState = "PENDING"
	AppTaskRunning  AppTaskState = "RUNNING"
	AppTaskComplete AppTaskState = "COMPLETE"
	AppTaskFailed   AppTaskState = "FAILED"
)

// A second request makes a second task. So the client sends it once, and the caller reads to settle a lost answer.
var uninstallApp = ofGateway("uninstallApp", "uninstallApp", Once)

// UninstallApp begins to uninstall an app, and returns the ID of the task that uninstalls it. The effect on the billing of a paid
// app is not documented, nor is what happens to remaining funds.
//
// POST /graphql: uninstallApp, as Atlassian's Forge CLI does. Unverified: for apps of others
// https://developer.atlassian.com/platform/atlassian-graphql-api/graphql/
func (c *Client) UninstallApp(ctx context.Context, u Uninstallation) (taskID string, err error) {
	variables := map[string]any{"input": map[string]any{
		"appId": u.AppID, "environmentKey": u.Environment, "installationContext": u.Context, "async": true,
	}}
	answered, err := askGateway[wireUninstallation](ctx, c, uninstallApp, "uninstall_app", variables)
	if err != nil {
		return "", err
	}
	if err := c.refusedMutation(uninstallApp, answered.Payload); err != nil {
		return "", err
	}
	return answered.Payload.TaskID, nil
}

type wireUninstallation struct {
	Payload *mutation `json:"uninstallApp"`
}

func (w *wireUninstallation) complete() error {
	if err := w.Payload.complete(); err != nil {
		return err
	}
	if *w.Payload.Success && w.Payload.TaskID == "" {
		return errors.New("it names no task")
	}
	return nil
}

var appInstallationTask = ofGateway("appInstallationTask", "appInstallationTask", Read)

// AppInstallationTask reads the state of a task. If the task has failed, the error gives the reason.
//
// POST /graphql: appInstallationTask
// https://developer.atlassian.com/platform/atlassian-graphql-api/graphql/
func (c *Client) AppInstallationTask(ctx context.Context, taskID string) (AppTaskState, error) {
	answered, err := askGateway[wireAppTask](ctx, c, appInstallationTask, "app_installation_task", map[string]any{"id": taskID})
	if err != nil {
		return "", err
	}
	task := answered.Task
	if AppTaskState(task.State) != AppTaskFailed {
		return AppTaskState(task.State), nil
	}
	failure := refusalOf(task.Errors)
	if failure == nil {
		return AppTaskFailed, errors.New("Atlassian gives no reason") //nolint:staticcheck // the name of a company
	}
	return AppTaskFailed, errors.New(c.secrets.excerpt(failure.Detail))
}

type wireAppTask struct {
	Task *struct {
		State  string         `json:"state"`
		Errors []graphQLError `json:"errors"`
	} `json:"appInstallationTask"`
}

func (w *wireAppTask) complete() error {
	if w.Task == nil || w.Task.State == "" {
		return errors.New("it does not contain the progress of the task")
	}
	return nil
}
