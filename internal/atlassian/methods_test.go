// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"context"
	"iter"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// methods calls every method of the client once, by the ID of the operation that the method names. A list is read to its end, or to
// its error.
var methods = map[string]func(context.Context, *atlassian.Client) (any, error){
	"getOrgById":    func(ctx context.Context, c *atlassian.Client) (any, error) { return result(c.Organization(ctx, "o")) },
	"getDomains":    func(ctx context.Context, c *atlassian.Client) (any, error) { return items(c.Domains(ctx, "o")) },
	"getDomainById": func(ctx context.Context, c *atlassian.Client) (any, error) { return result(c.Domain(ctx, "o", "x")) },
	"getPolicies": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return items(c.OrganizationPolicies(ctx, "o"))
	},
	"getPolicyById": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.OrganizationPolicy(ctx, "o", "p"))
	},
	"createPolicy": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.CreateOrganizationPolicy(ctx, "o", atlassian.PolicyContent{}))
	},
	"updatePolicy": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.UpdateOrganizationPolicy(ctx, "o", "p", atlassian.PolicyContent{}))
	},
	"deletePolicy": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.DeleteOrganizationPolicy(ctx, "o", "p")
	},
	"addResourceToPolicy": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.AddPolicyResource(ctx, "o", "p", atlassian.PolicyResource{ID: "r"}))
	},
	"updatePolicyResource": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.UpdatePolicyResource(ctx, "o", "p", atlassian.PolicyResource{ID: "r"}))
	},
	"deletePolicyResource": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.RemovePolicyResource(ctx, "o", "p", "r")
	},
	"getEventActions": func(ctx context.Context, c *atlassian.Client) (any, error) { return result(c.EventActions(ctx, "o")) },
	"getEvents": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return items(c.Events(ctx, "o", atlassian.EventFilter{}))
	},
	"pollEvents": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return items(c.EventsStream(ctx, "o", time.Time{}, time.Time{}))
	},
	"getDirectoriesForOrg": func(ctx context.Context, c *atlassian.Client) (any, error) { return items(c.Directories(ctx, "o")) },
	"searchDirectoryGroups": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return items(c.SearchGroups(ctx, "o", "d", atlassian.GroupSearch{}))
	},
	"getGroup": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.Group(ctx, "o", "d", "g"))
	},
	"getGroupsCount": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.CountGroups(ctx, "o", "d"))
	},
	"createGroup": resultless(create),
	"updateGroup": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.UpdateGroup(ctx, "o", "d", "g", atlassian.GroupChange{Name: new("n")})
	},
	"deleteGroup":    resultless(idempotent),
	"addGroupMember": resultless(addMember),
	"removeGroupMember": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.RemoveGroupMember(ctx, "o", "d", "g", "a")
	},
	"getGroupRoleAssignments": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return items(c.GroupRoleAssignments(ctx, "o", "d", "g"))
	},
	"assignGroupRole": resultless(upsert),
	"revokeGroupRole": resultless(revoke),
	"searchDirectoryUsers": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return items(c.SearchUsers(ctx, "o", "d", atlassian.UserSearch{}))
	},
	"getDirectoryUsersCount": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.CountUsers(ctx, "o", "d"))
	},
	"assignRole": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.AssignUserRole(ctx, "o", "a", "x", "r")
	},
	"revokeRole": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.RevokeUserRole(ctx, "o", "a", "x", "r")
	},
	"assignOrganizationRole": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.AssignOrganizationAdmin(ctx, "o", "a")
	},
	"revokeOrganizationRole": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.RevokeOrganizationAdmin(ctx, "o", "a")
	},
	"getUserRoleAssignments": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return items(c.UserRoleAssignments(ctx, "o", "d", "a"))
	},
	"getDirectoryUserDetails": func(ctx context.Context, c *atlassian.Client) (any, error) { return result(c.User(ctx, "o", "d", "a")) },
	"suspendUser": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.SuspendUser(ctx, "o", "d", "a")
	},
	"restoreUser": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.RestoreUser(ctx, "o", "d", "a")
	},
	"removeUser": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.RemoveUser(ctx, "o", "d", "a")
	},
	"inviteUsers": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.InviteUsers(ctx, "o", atlassian.Invitation{Emails: []string{"a@b.example"}}))
	},
	"queryWorkspacesV2": func(ctx context.Context, c *atlassian.Client) (any, error) { return items(c.Workspaces(ctx, "o")) },
	"ControlCloudAPIs_addUsersToPolicy": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.AddUsersToAuthenticationPolicy(ctx, "o", "p", []string{"a@b.example"}))
	},
	"ControlCloudAPIs_getTaskStatus": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.AuthenticationPolicyTask(ctx, "o", "t"))
	},
	"ControlCloudAPIs_bulkFetchAuthPolicy": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.AuthenticationPolicyMembers(ctx, "o", []string{"a"}))
	},
	"getAllApiKeys":          func(ctx context.Context, c *atlassian.Client) (any, error) { return items(c.APIKeys(ctx, "o")) },
	"getApiKeyCount":         func(ctx context.Context, c *atlassian.Client) (any, error) { return result(c.CountAPIKeys(ctx, "o")) },
	"revokeApiKey":           func(ctx context.Context, c *atlassian.Client) (any, error) { return nil, c.RevokeAPIKey(ctx, "o", "k") },
	"getAllApiTokensByOrgId": func(ctx context.Context, c *atlassian.Client) (any, error) { return items(c.APITokens(ctx, "o")) },
	"getApiTokenCount":       func(ctx context.Context, c *atlassian.Client) (any, error) { return result(c.CountAPITokens(ctx, "o")) },
	"getManagedApiTokens": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.ManagedAPITokens(ctx, "a"))
	},
	"deleteManagedApiToken": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.DeleteManagedAPIToken(ctx, "a", "t")
	},
	"getManagePermissions": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.ManagePermissions(ctx, "a"))
	},
	"getManagedProfile": func(ctx context.Context, c *atlassian.Client) (any, error) { return result(c.ManagedProfile(ctx, "a")) },
	"ControlCloudAPIs_getPoliciesV2": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return items(c.DataSecurityPolicies(ctx, "o"))
	},
	"ControlCloudAPIs_getPolicyV2": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.DataSecurityPolicy(ctx, "o", "p"))
	},
	"ControlCloudAPIs_createPolicyV2": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.CreateDataSecurityPolicy(ctx, "o", atlassian.DataSecurityContent{}))
	},
	"ControlCloudAPIs_updatePolicyV2": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.UpdateDataSecurityPolicy(ctx, "o", "p", atlassian.DataSecurityContent{})
	},
	"ControlCloudAPIs_deletePolicy": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.DeleteDataSecurityPolicy(ctx, "o", "p")
	},
	"ControlCloudAPIs_publishDraftPolicies": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.PublishDataSecurityRule(ctx, "o", "p", "export")
	},
	"ControlCloudAPIs_getResourcesV2": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return items(c.DataSecurityResources(ctx, "o", "p"))
	},
	"ControlCloudAPIs_attachDetachResourcesV2": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.ChangeDataSecurityResources(ctx, "o", "p", []string{"x"}, nil)
	},
	"getLevelList": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.ClassificationLevels(ctx, "o"))
	},
	"getLevel": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.ClassificationLevel(ctx, "o", "l"))
	},
	"createLevel": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.CreateClassificationLevel(ctx, "o", atlassian.ClassificationLevelText{Name: "n"}))
	},
	"editLevel": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.EditClassificationLevel(ctx, "o", "l", atlassian.ClassificationLevelText{Name: "n"})
	},
	"publishLevels": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.PublishClassificationLevels(ctx, "o", []string{"l"})
	},
	"archiveLevel": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.ArchiveClassificationLevel(ctx, "o", "l")
	},
	"restoreLevel": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.RestoreClassificationLevel(ctx, "o", "l")
	},
	"reorderLevels": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.ReorderClassificationLevels(ctx, "o", []string{"l"})
	},
	"updateManagedProfile": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.UpdateManagedProfile(ctx, "a", atlassian.ProfileChange{Name: new("n")}))
	},
	"setManagedEmail": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.SetManagedEmail(ctx, "a", "a@b.example")
	},
	"disableManagedAccount": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.DisableManagedAccount(ctx, "a", "")
	},
	"enableManagedAccount": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.EnableManagedAccount(ctx, "a")
	},
	"cancelManagedAccountDeletion": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.CancelManagedAccountDeletion(ctx, "a")
	},
	"appsInstalledInContexts": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return items(c.InstalledApps(ctx, []string{"x"}))
	},
	"userInstallationRules": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.UserInstallationRule(ctx, "x"))
	},
	"updateUserInstallationRules": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return nil, c.SetUserInstallationRule(ctx, "x", "deny")
	},
	"uninstallApp":      resultless(uninstall),
	"getBackupPolicies": func(ctx context.Context, c *atlassian.Client) (any, error) { return items(c.BackupPolicies(ctx, "o")) },
	"getBackupPolicyById": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.BackupPolicy(ctx, "o", "p"))
	},
	"appInstallationTask": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.AppInstallationTask(ctx, "t"))
	},
	"getAddon": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.MarketplaceListing(ctx, "k"))
	},
	"getAddonVersions": func(ctx context.Context, c *atlassian.Client) (any, error) {
		version, _, err := c.LatestMarketplaceVersion(ctx, "k")
		return version, err
	},
	"getAddonPrivacyAndSecurity": func(ctx context.Context, c *atlassian.Client) (any, error) {
		return result(c.MarketplacePrivacyAndSecurity(ctx, "k"))
	},
}

// call calls the method of an operation, and drops the result.
func call(ctx context.Context, c *atlassian.Client, id string) error {
	_, err := methods[id](ctx, c)
	return err
}

// result is the result of a method, as any value.
func result[V any](v V, err error) (any, error) { return v, err }

// resultless is a method without a result.
func resultless(method func(context.Context, *atlassian.Client) error) func(context.Context, *atlassian.Client) (any, error) {
	return func(ctx context.Context, c *atlassian.Client) (any, error) { return nil, method(ctx, c) }
}

// items reads a list. The items before an error are a part of the result.
func items[V any](pages iter.Seq2[V, error]) (any, error) {
	all := []V{}
	for item, err := range pages {
		if err != nil {
			return all, err
		}
		all = append(all, item)
	}
	return all, nil
}

func drain[V any](pages func(func(V, error) bool)) error {
	var last error
	pages(func(_ V, err error) bool { last = err; return err == nil })
	return last
}
