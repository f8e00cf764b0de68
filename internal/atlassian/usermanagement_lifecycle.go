// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"net/http"
)

const (
	lifecyclePage = userManagementPages + "api-group-lifecycle/"
	lifecycle     = manage + "/lifecycle"
)

var disableManagedAccount = documented(Operation{
	ID: "disableManagedAccount", Method: http.MethodPost, Path: lifecycle + "/disable", Source: lifecyclePage,
	Repeat: Idempotent, Success: http.StatusNoContent, Empty: true,
})

// DisableManagedAccount deactivates a managed account: the person cannot log in. The person sees the message. If it is empty, Atlassian
// shows a message of its own.
//
// POST /users/{account_id}/manage/lifecycle/disable
// https://developer.atlassian.com/cloud/admin/user-management/rest/api-group-lifecycle/
func (c *Client) DisableManagedAccount(ctx context.Context, accountID, message string) error {
	body := struct {
		Message string `json:"message,omitempty"`
	}{message} // the body is required, even if it says nothing
	return c.do(ctx, request{operation: disableManagedAccount, elements: []string{accountID}, body: body}, nil)
}

var enableManagedAccount = documented(Operation{
	ID: "enableManagedAccount", Method: http.MethodPost, Path: lifecycle + "/enable", Source: lifecyclePage,
	Repeat: Idempotent, Success: http.StatusNoContent, Empty: true,
})

// EnableManagedAccount activates a managed account that is deactivated. Atlassian refuses it for an account whose deletion is scheduled,
// and for one that US export control blocks.
//
// POST /users/{account_id}/manage/lifecycle/enable
// https://developer.atlassian.com/cloud/admin/user-management/rest/api-group-lifecycle/
func (c *Client) EnableManagedAccount(ctx context.Context, accountID string) error {
	return c.do(ctx, request{operation: enableManagedAccount, elements: []string{accountID}}, nil)
}

// The answer for an account whose deletion is not scheduled is not documented. So the client sends this once, and the caller reads to
// settle a lost answer.
var cancelManagedAccountDeletion = documented(Operation{
	ID: "cancelManagedAccountDeletion", Method: http.MethodPost, Path: lifecycle + "/cancel-delete", Source: lifecyclePage,
	Repeat: Once, Success: http.StatusOK,
})

// canceled is the answer. Its message says nothing more.
type canceled struct{}

func (*canceled) complete() error { return nil }

// CancelManagedAccountDeletion cancels the deletion that is scheduled for a managed account, and activates the account. It can be canceled
// within 14 days.
//
// POST /users/{account_id}/manage/lifecycle/cancel-delete
// https://developer.atlassian.com/cloud/admin/user-management/rest/api-group-lifecycle/
func (c *Client) CancelManagedAccountDeletion(ctx context.Context, accountID string) error {
	return c.do(ctx, request{operation: cancelManagedAccountDeletion, elements: []string{accountID}}, &canceled{})
}
