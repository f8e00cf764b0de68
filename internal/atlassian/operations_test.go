// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract/listing"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// methods calls every method of the client once, by the ID of the operation that the method names.
var methods = map[string]func(context.Context, *atlassian.Client) error{
	"getOrgById":    read,
	"getDomains":    func(ctx context.Context, c *atlassian.Client) error { return drain(c.Domains(ctx, "o")) },
	"getDomainById": func(ctx context.Context, c *atlassian.Client) error { return failure(c.Domain(ctx, "o", "x")) },
	"getPolicies":   func(ctx context.Context, c *atlassian.Client) error { return drain(c.OrganizationPolicies(ctx, "o")) },
	"getPolicyById": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.OrganizationPolicy(ctx, "o", "p"))
	},
	"createPolicy": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.CreateOrganizationPolicy(ctx, "o", atlassian.PolicyContent{}))
	},
	"updatePolicy": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.UpdateOrganizationPolicy(ctx, "o", "p", atlassian.PolicyContent{}))
	},
	"deletePolicy": func(ctx context.Context, c *atlassian.Client) error { return c.DeleteOrganizationPolicy(ctx, "o", "p") },
	"addResourceToPolicy": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.AddPolicyResource(ctx, "o", "p", atlassian.PolicyResource{ID: "r"}))
	},
	"updatePolicyResource": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.UpdatePolicyResource(ctx, "o", "p", atlassian.PolicyResource{ID: "r"}))
	},
	"deletePolicyResource": func(ctx context.Context, c *atlassian.Client) error {
		return c.RemovePolicyResource(ctx, "o", "p", "r")
	},
	"getEventActions": func(ctx context.Context, c *atlassian.Client) error { return failure(c.EventActions(ctx, "o")) },
	"getEvents": func(ctx context.Context, c *atlassian.Client) error {
		return drain(c.Events(ctx, "o", atlassian.EventFilter{}))
	},
	"pollEvents": func(ctx context.Context, c *atlassian.Client) error {
		return drain(c.EventsStream(ctx, "o", time.Time{}, time.Time{}))
	},
	"getDirectoriesForOrg": func(ctx context.Context, c *atlassian.Client) error { return drain(c.Directories(ctx, "o")) },
	"searchDirectoryGroups": func(ctx context.Context, c *atlassian.Client) error {
		return drain(c.SearchGroups(ctx, "o", "d", atlassian.GroupSearch{}))
	},
	"getGroup":       func(ctx context.Context, c *atlassian.Client) error { return failure(c.Group(ctx, "o", "d", "g")) },
	"getGroupsCount": func(ctx context.Context, c *atlassian.Client) error { return failure(c.CountGroups(ctx, "o", "d")) },
	"createGroup":    create,
	"updateGroup": func(ctx context.Context, c *atlassian.Client) error {
		return c.UpdateGroup(ctx, "o", "d", "g", atlassian.GroupChange{Name: new("n")})
	},
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
	"getDirectoryUsersCount": func(ctx context.Context, c *atlassian.Client) error { return failure(c.CountUsers(ctx, "o", "d")) },
	"assignRole":             func(ctx context.Context, c *atlassian.Client) error { return c.AssignUserRole(ctx, "o", "a", "x", "r") },
	"revokeRole":             func(ctx context.Context, c *atlassian.Client) error { return c.RevokeUserRole(ctx, "o", "a", "x", "r") },
	"assignOrganizationRole": func(ctx context.Context, c *atlassian.Client) error { return c.AssignOrganizationAdmin(ctx, "o", "a") },
	"revokeOrganizationRole": func(ctx context.Context, c *atlassian.Client) error { return c.RevokeOrganizationAdmin(ctx, "o", "a") },
	"getUserRoleAssignments": func(ctx context.Context, c *atlassian.Client) error {
		return drain(c.UserRoleAssignments(ctx, "o", "d", "a"))
	},
	"getDirectoryUserDetails": func(ctx context.Context, c *atlassian.Client) error { return failure(c.User(ctx, "o", "d", "a")) },
	"suspendUser":             func(ctx context.Context, c *atlassian.Client) error { return c.SuspendUser(ctx, "o", "d", "a") },
	"restoreUser":             func(ctx context.Context, c *atlassian.Client) error { return c.RestoreUser(ctx, "o", "d", "a") },
	"removeUser":              func(ctx context.Context, c *atlassian.Client) error { return c.RemoveUser(ctx, "o", "d", "a") },
	"inviteUsers": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.InviteUsers(ctx, "o", atlassian.Invitation{Emails: []string{"a@b.example"}}))
	},
	"queryWorkspacesV2": func(ctx context.Context, c *atlassian.Client) error { return drain(c.Workspaces(ctx, "o")) },
	"ControlCloudAPIs_addUsersToPolicy": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.AddUsersToAuthenticationPolicy(ctx, "o", "p", []string{"a@b.example"}))
	},
	"ControlCloudAPIs_getTaskStatus": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.AuthenticationPolicyTask(ctx, "o", "t"))
	},
	"ControlCloudAPIs_bulkFetchAuthPolicy": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.AuthenticationPolicyMembers(ctx, "o", []string{"a"}))
	},
	"getAllApiKeys":          func(ctx context.Context, c *atlassian.Client) error { return drain(c.APIKeys(ctx, "o")) },
	"getApiKeyCount":         func(ctx context.Context, c *atlassian.Client) error { return failure(c.CountAPIKeys(ctx, "o")) },
	"revokeApiKey":           func(ctx context.Context, c *atlassian.Client) error { return c.RevokeAPIKey(ctx, "o", "k") },
	"getAllApiTokensByOrgId": func(ctx context.Context, c *atlassian.Client) error { return drain(c.APITokens(ctx, "o")) },
	"getApiTokenCount":       func(ctx context.Context, c *atlassian.Client) error { return failure(c.CountAPITokens(ctx, "o")) },
	"getManagedApiTokens":    func(ctx context.Context, c *atlassian.Client) error { return failure(c.ManagedAPITokens(ctx, "a")) },
	"deleteManagedApiToken":  func(ctx context.Context, c *atlassian.Client) error { return c.DeleteManagedAPIToken(ctx, "a", "t") },
	"getManagePermissions":   func(ctx context.Context, c *atlassian.Client) error { return failure(c.ManagePermissions(ctx, "a")) },
	"getManagedProfile":      func(ctx context.Context, c *atlassian.Client) error { return failure(c.ManagedProfile(ctx, "a")) },
	"ControlCloudAPIs_getPoliciesV2": func(ctx context.Context, c *atlassian.Client) error {
		return drain(c.DataSecurityPolicies(ctx, "o"))
	},
	"ControlCloudAPIs_getPolicyV2": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.DataSecurityPolicy(ctx, "o", "p"))
	},
	"ControlCloudAPIs_createPolicyV2": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.CreateDataSecurityPolicy(ctx, "o", atlassian.DataSecurityContent{}))
	},
	"ControlCloudAPIs_updatePolicyV2": func(ctx context.Context, c *atlassian.Client) error {
		return c.UpdateDataSecurityPolicy(ctx, "o", "p", atlassian.DataSecurityContent{})
	},
	"ControlCloudAPIs_deletePolicy": func(ctx context.Context, c *atlassian.Client) error {
		return c.DeleteDataSecurityPolicy(ctx, "o", "p")
	},
	"ControlCloudAPIs_publishDraftPolicies": func(ctx context.Context, c *atlassian.Client) error {
		return c.PublishDataSecurityRule(ctx, "o", "p", "export")
	},
	"ControlCloudAPIs_getResourcesV2": func(ctx context.Context, c *atlassian.Client) error {
		return drain(c.DataSecurityResources(ctx, "o", "p"))
	},
	"ControlCloudAPIs_attachDetachResourcesV2": func(ctx context.Context, c *atlassian.Client) error {
		return c.ChangeDataSecurityResources(ctx, "o", "p", []string{"x"}, nil)
	},
	"getLevelList": func(ctx context.Context, c *atlassian.Client) error { return failure(c.ClassificationLevels(ctx, "o")) },
	"getLevel": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.ClassificationLevel(ctx, "o", "l"))
	},
	"createLevel": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.CreateClassificationLevel(ctx, "o", atlassian.ClassificationLevelText{Name: "n"}))
	},
	"editLevel": func(ctx context.Context, c *atlassian.Client) error {
		return c.EditClassificationLevel(ctx, "o", "l", atlassian.ClassificationLevelText{Name: "n"})
	},
	"publishLevels": func(ctx context.Context, c *atlassian.Client) error {
		return c.PublishClassificationLevels(ctx, "o", []string{"l"})
	},
	"archiveLevel": func(ctx context.Context, c *atlassian.Client) error {
		return c.ArchiveClassificationLevel(ctx, "o", "l")
	},
	"restoreLevel": func(ctx context.Context, c *atlassian.Client) error {
		return c.RestoreClassificationLevel(ctx, "o", "l")
	},
	"reorderLevels": func(ctx context.Context, c *atlassian.Client) error {
		return c.ReorderClassificationLevels(ctx, "o", []string{"l"})
	},
	"updateManagedProfile": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.UpdateManagedProfile(ctx, "a", atlassian.ProfileChange{Name: new("n")}))
	},
	"setManagedEmail": func(ctx context.Context, c *atlassian.Client) error {
		return c.SetManagedEmail(ctx, "a", "a@b.example")
	},
	"disableManagedAccount": func(ctx context.Context, c *atlassian.Client) error { return c.DisableManagedAccount(ctx, "a", "") },
	"enableManagedAccount":  func(ctx context.Context, c *atlassian.Client) error { return c.EnableManagedAccount(ctx, "a") },
	"cancelManagedAccountDeletion": func(ctx context.Context, c *atlassian.Client) error {
		return c.CancelManagedAccountDeletion(ctx, "a")
	},
	"appsInstalledInContexts": func(ctx context.Context, c *atlassian.Client) error {
		return drain(c.InstalledApps(ctx, []string{"x"}))
	},
	"userInstallationRules": func(ctx context.Context, c *atlassian.Client) error { return failure(c.UserInstallationRule(ctx, "x")) },
	"updateUserInstallationRules": func(ctx context.Context, c *atlassian.Client) error {
		return c.SetUserInstallationRule(ctx, "x", "deny")
	},
	"uninstallApp":        uninstall,
	"getBackupPolicies":   func(ctx context.Context, c *atlassian.Client) error { return drain(c.BackupPolicies(ctx, "o")) },
	"getBackupPolicyById": func(ctx context.Context, c *atlassian.Client) error { return failure(c.BackupPolicy(ctx, "o", "p")) },
	"appInstallationTask": func(ctx context.Context, c *atlassian.Client) error { return failure(c.AppInstallationTask(ctx, "t")) },
	"getAddon":            func(ctx context.Context, c *atlassian.Client) error { return failure(c.MarketplaceListing(ctx, "k")) },
	"getAddonVersions": func(ctx context.Context, c *atlassian.Client) error {
		_, _, err := c.LatestMarketplaceVersion(ctx, "k")
		return err
	},
	"getAddonPrivacyAndSecurity": func(ctx context.Context, c *atlassian.Client) error {
		return failure(c.MarketplacePrivacyAndSecurity(ctx, "k"))
	},
}

// failure drops the result of a method.
func failure[V any](_ V, err error) error { return err }

func drain[V any](pages func(func(V, error) bool)) error {
	var last error
	pages(func(_ V, err error) bool { last = err; return err == nil })
	return last
}

// The table of operations comes from their declarations. The list of methods above is kept by hand. So neither can lose an entry
// unnoticed.
func TestEveryMethodCallsItsOperation(t *testing.T) {
	t.Parallel()
	table := atlassian.Operations()
	var ids, names []string
	for _, operation := range table {
		ids, names = append(ids, operation.ID), append(names, operation.Name())
	}
	require.ElementsMatch(t, slices.Collect(maps.Keys(methods)), ids, "each operation has a method, and each method an operation")
	slices.Sort(names)
	require.Len(t, slices.Compact(names), len(table), "no operation is declared twice")
	require.Equal(t, len(table)+1, reflect.TypeFor[*atlassian.Client]().NumMethod(), "one method for each operation, and Format")
	for _, operation := range table {
		t.Run(operation.ID, func(t *testing.T) {
			t.Parallel()
			call, ok := methods[operation.ID]
			require.True(t, ok, "no method calls it")
			w := &wire{answers: []answerFunc{status(200, `{"data":null}`)}}
			client := newClient(t, w)
			_ = call(t.Context(), client) // some methods refuse an empty answer
			require.Len(t, w.sent(), 1)
			require.Equal(t, operation.Method, w.sent()[0].method)
			target, err := url.Parse(w.sent()[0].url)
			require.NoError(t, err)
			want := strings.NewReplacer("{orgId}", "o", "{directoryId}", "d", "{groupId}", "g", "{accountId}", "a", "{userId}", "a", "{domainId}", "x",
				"{policyId}", "p", "{taskId}", "t", "{account_id}", "a", "{addonKey}", "k", "{apiKeyId}", "k", "{resourceId}", "r", "{tokenId}", "t", "{levelId}", "l").Replace(operation.Path)
			require.Equal(t, want, target.Path)
			require.Contains(t, operation.Source, "https://developer.atlassian.com/")
			if operation.Field != "" { // the document says whether it is a mutation
				field := operation.Field[strings.LastIndex(operation.Field, ".")+1:]
				require.Contains(t, w.sent()[0].body, field+"(")
				require.Equal(t, operation.Repeat == atlassian.Read, strings.HasPrefix(w.sent()[0].body, `{"query":"query `))
				return
			}
			reads := operation.Method == http.MethodGet || slices.ContainsFunc([]string{"/search", "/workspaces", "/bulk-fetch"}, func(end string) bool {
				return strings.HasSuffix(operation.Path, end)
			})
			require.Equal(t, reads, operation.Repeat == atlassian.Read)
		})
	}
}

// What a message says of a withdrawn operation is declared with the operation. No method calls the two GET …/validate, which start
// something.
func TestTheTableIsComplete(t *testing.T) {
	t.Parallel()
	for _, operation := range atlassian.Operations() {
		require.True(t, !operation.Deprecated || operation.Does != "", "%s is deprecated: say in Does what it does", operation.ID)
		require.False(t, strings.HasSuffix(operation.Path, "/validate"), "%s: this GET has a side effect", operation.ID)
	}
}

// TestTheTableAgreesWithAtlassian compares the table with what is listed of the documents of Atlassian's APIs, and with the documents
// themselves if their folder is set.
func TestTheTableAgreesWithAtlassian(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../acctest/contract/listing/testdata/operations.json")
	require.NoError(t, err)
	list, err := listing.Decode(text)
	require.NoError(t, err)
	agrees(t, list)

	folder, set := os.LookupEnv(contract.FolderVariable)
	if !set {
		t.Log("contract checks are off (" + contract.FolderVariable + " is not set)")
		return
	}
	described, err := contract.Describe(t.Context(), folder)
	require.NoError(t, err)
	agrees(t, listing.Of(described, contract.Sources()))
}

// agrees compares the table with what is listed of Atlassian's documents.
func agrees(t *testing.T, listed listing.Listing) {
	t.Helper()
	documented := make(map[string]*listing.Operation)
	for _, api := range listed {
		for name, operation := range api.Operations {
			method, path, _ := strings.Cut(name, " ")
			documented[contract.Operation{Method: method, Path: path}.Name()] = operation
		}
	}
	for _, operation := range atlassian.Operations() {
		if operation.Credential != atlassian.OrganizationKey {
			continue // neither the gateway nor the Marketplace has such a document
		}
		said, ok := documented[contract.Operation{Method: operation.Method, Path: operation.Path}.Name()]
		if operation.Guessed {
			require.False(t, ok, "%s is documented now: it is no guess any more", operation.ID)
			continue
		}
		require.True(t, ok, "%s is not documented", operation.Name())
		require.Equal(t, said.Deprecated, operation.Deprecated, "whether %s is deprecated", operation.ID)
		if said.ID != "" {
			require.Equal(t, said.ID, operation.ID)
		}
		if said.Scopes != nil {
			require.Equal(t, strings.Join(said.Scopes, " "), operation.Scope, operation.ID)
		}
		success := strconv.Itoa(cmp.Or(operation.Success, http.StatusOK))
		answer, ok := said.Answers[success]
		require.True(t, ok, "%s is not documented to answer with status %s", operation.ID, success)
		require.Equal(t, len(answer) == 0, operation.Empty, "whether %s answers with a body", operation.ID)
	}
}
