// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// methods calls every method of the client once.
var methods = map[string]func(context.Context, *atlassian.Client) error{
	"getOrgById":           func(ctx context.Context, c *atlassian.Client) error { _, err := c.Organization(ctx, "o"); return err },
	"getDirectoriesForOrg": func(ctx context.Context, c *atlassian.Client) error { return drain(c.Directories(ctx, "o")) },
	"getDomains":           func(ctx context.Context, c *atlassian.Client) error { return drain(c.Domains(ctx, "o")) },
	"getDomainById":        func(ctx context.Context, c *atlassian.Client) error { _, err := c.Domain(ctx, "o", "x"); return err },
	"searchDirectoryGroups": func(ctx context.Context, c *atlassian.Client) error {
		return drain(c.SearchGroups(ctx, "o", "d", atlassian.GroupSearch{}))
	},
	"getGroup": func(ctx context.Context, c *atlassian.Client) error {
		_, err := c.Group(ctx, "o", "d", "g")
		return err
	},
	"getGroupsCount": func(ctx context.Context, c *atlassian.Client) error {
		_, err := c.CountGroups(ctx, "o", "d")
		return err
	},
	"createGroup":    create,
	"deleteGroup":    idempotent,
	"addGroupMember": addMember,
	"removeGroupMember": func(ctx context.Context, c *atlassian.Client) error {
		return c.RemoveGroupMember(ctx, "o", "d", "g", "a")
	},
	"getGroupRoleAssignments": func(ctx context.Context, c *atlassian.Client) error {
		return drain(c.GroupRoleAssignments(ctx, "o", "d", "g"))
	},
	"assignGroupRole": upsert,
	"revokeGroupRole": revoke,
	"searchDirectoryUsers": func(ctx context.Context, c *atlassian.Client) error {
		return drain(c.SearchUsers(ctx, "o", "d", atlassian.UserSearch{}))
	},
	"getDirectoryUsersCount": func(ctx context.Context, c *atlassian.Client) error {
		_, err := c.CountUsers(ctx, "o", "d")
		return err
	},
	"queryWorkspacesV2": func(ctx context.Context, c *atlassian.Client) error { return drain(c.Workspaces(ctx, "o")) },
}

func drain[V any](pages func(func(V, error) bool)) error {
	var failure error
	pages(func(_ V, err error) bool { failure = err; return err == nil })
	return failure
}

func TestEveryMethodCallsItsOperation(t *testing.T) {
	t.Parallel()
	table := atlassian.Operations()
	require.Len(t, methods, len(table))
	require.Equal(t, len(table)+1, reflect.TypeFor[*atlassian.Client]().NumMethod(), "one method for each operation, and Format")
	for _, operation := range table {
		t.Run(operation.ID, func(t *testing.T) {
			t.Parallel()
			call, ok := methods[operation.ID]
			require.True(t, ok, "no method calls it")
			w := &wire{answers: []answerFunc{status(200, `{"data":null}`)}}
			client := newClient(t, w)
			_ = call(t.Context(), client) // an empty answer may be an error to it
			require.Len(t, w.sent(), 1)
			require.Equal(t, operation.Method, w.sent()[0].method)
			target, err := url.Parse(w.sent()[0].url)
			require.NoError(t, err)
			want := strings.NewReplacer("{orgId}", "o", "{directoryId}", "d", "{groupId}", "g", "{accountId}", "a", "{domainId}", "x").Replace(operation.Path)
			require.Equal(t, want, target.Path)
			require.Contains(t, operation.Source, "https://developer.atlassian.com/cloud/admin/")
			require.Equal(t, operation.Method == http.MethodGet || strings.HasSuffix(operation.Path, "/search") || operation.ID == "queryWorkspacesV2", operation.Repeat == atlassian.Read)
		})
	}
}

// TestTheTableAgreesWithAtlassian compares the table with the vendor's own document, where the folder of the documents
// is known.
func TestTheTableAgreesWithAtlassian(t *testing.T) {
	t.Parallel()
	folder := os.Getenv("ATLASSIAN_OPENAPI_DIR")
	if folder == "" {
		t.Log("contract checks are off (ATLASSIAN_OPENAPI_DIR is not set)")
		return
	}
	data, err := os.ReadFile(filepath.Join(folder, "organization.openapi.json"))
	require.NoError(t, err)
	var document struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Deprecated  bool   `json:"deprecated"`
			Security    []map[string][]string
		} `json:"paths"`
	}
	require.NoError(t, json.Unmarshal(data, &document))
	for _, operation := range atlassian.Operations() {
		documented, ok := document.Paths[strings.TrimPrefix(operation.Path, "/admin")][strings.ToLower(operation.Method)]
		require.True(t, ok, "%s %s is not documented", operation.Method, operation.Path)
		require.False(t, documented.Deprecated, "%s is deprecated", operation.ID)
		if documented.OperationID != "" {
			require.Equal(t, documented.OperationID, operation.ID)
		}
	}
}
