// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
)

// Repeatability says what sending an operation twice does.
type Repeatability int

const (
	// Read changes nothing, also where it is a POST, as every search is.
	Read Repeatability = iota
	// Idempotent writes leave the same behind however often they are sent.
	Idempotent
	// Once marks writes that must not be repeated blindly.
	Once
)

// Operation is one documented operation.
type Operation struct {
	// ID is Atlassian's operationId, or a name in its style where it gives none.
	ID string
	// Method and Path are the HTTP method and the path with its placeholders, from the root of the host.
	Method, Path string
	// Scope is what an API key with scopes needs; empty where Atlassian documents none.
	Scope string
	// Source is the page that documents it.
	Source string
	// Repeat says what sending it twice does.
	Repeat Repeatability
	// Credential says what it takes for proof of who asks.
	Credential Credential
	// Field is what it asks the GraphQL gateway for, such as "ecosystem.userInstallationRules"; empty for everything else.
	Field string
	// Meanings are the documented sentences for statuses that are answered without a body.
	Meanings map[int]string
	// Success is the documented status of a write that was carried out; 0 for reads, and where none is documented.
	Success int
	// Empty says that the answer to a write that was carried out is documented to have no body.
	Empty bool
	// Guessed marks an operation that Atlassian says it has, but whose form could not be read: method, path and body are a guess.
	Guessed bool
}

// The pages of the APIs.
const (
	pages          = "https://developer.atlassian.com/cloud/admin/organization/rest/"
	controlPages   = "https://developer.atlassian.com/cloud/admin/control/rest/"
	userPages      = "https://developer.atlassian.com/cloud/admin/user-management/rest/"
	orgsPage       = pages + "api-group-orgs/"
	domainsPage    = pages + "api-group-domains/"
	directoryPage  = pages + "api-group-directory/"
	groupsPage     = pages + "api-group-groups/"
	usersPage      = pages + "api-group-users/"
	workspacesPage = pages + "api-group-workspaces/"
	eventsPage     = pages + "api-group-events/"
	policiesPage   = controlPages + "api-group-authentication-policies/"
	managePage     = userPages + "api-group-manage/"
	// The gateway's explorer shows the whole schema; the extract in internal/gateway says where each part of it comes from.
	gatewayPage     = "https://developer.atlassian.com/platform/atlassian-graphql-api/graphql/"
	marketplacePage = "https://developer.atlassian.com/platform/marketplace/rest/v2/"
	renamePage      = "https://developer.atlassian.com/cloud/admin/organization/rename-group/"
)

// The roots of the paths.
const (
	v1        = "/admin/v1/orgs/{orgId}"
	v2        = "/admin/v2/orgs/{orgId}"
	directory = v2 + "/directories/{directoryId}"
	group     = directory + "/groups/{groupId}"
	control   = "/admin/control/v1/orgs/{orgId}"
	manage    = "/users/{account_id}/manage"
	gateway   = "/graphql"
	addon     = "/rest/2/addons/{addonKey}"
)

// writeMeanings are the sentences that the v2 writes document instead of a body.
var writeMeanings = map[int]string{
	http.StatusBadRequest:          "The request may be malformed, or contain invalid characters",
	http.StatusUnauthorized:        "The request is not authenticated",
	http.StatusForbidden:           "The API key is not allowed to do this",
	http.StatusNotFound:            "The organization, directory, group or user could not be found",
	http.StatusTooManyRequests:     "The rate limit is exceeded",
	http.StatusInternalServerError: "Atlassian met an unexpected error",
}

// controlMeanings are what the Control API documents without a body.
var controlMeanings = map[int]string{
	http.StatusUnauthorized:    "The request is not authenticated",
	http.StatusTooManyRequests: "The rate limit is exceeded",
}

func writeMeaningsWith(conflict string) map[int]string {
	with := maps.Clone(writeMeanings)
	with[http.StatusConflict] = conflict
	return with
}

// The operations that the client's methods call.
var (
	getOrgByID = Operation{ID: "getOrgById", Method: http.MethodGet, Path: v1, Scope: "read:orgs:admin", Source: orgsPage}

	getDomains    = Operation{ID: "getDomains", Method: http.MethodGet, Path: v1 + "/domains", Scope: "read:domains:admin", Source: domainsPage}
	getDomainByID = Operation{ID: "getDomainById", Method: http.MethodGet, Path: v1 + "/domains/{domainId}", Scope: "read:domains:admin", Source: domainsPage}

	getDirectoriesForOrg = Operation{ID: "getDirectoriesForOrg", Method: http.MethodGet, Path: v2 + "/directories", Scope: "read:directories:admin", Source: directoryPage}

	searchDirectoryGroups = Operation{ID: "searchDirectoryGroups", Method: http.MethodPost, Path: directory + "/groups/search", Source: groupsPage}
	getGroupsCount        = Operation{ID: "getGroupsCount", Method: http.MethodGet, Path: directory + "/groups/count", Source: groupsPage}
	getGroup              = Operation{ID: "getGroup", Method: http.MethodGet, Path: group, Source: groupsPage}
	createGroup           = Operation{
		ID: "createGroup", Method: http.MethodPost, Path: directory + "/groups", Source: groupsPage, Repeat: Once, Success: http.StatusCreated, Empty: true,
		Meanings: writeMeaningsWith("A group with this name exists already"),
	}
	// Only the summary of the tutorial "Rename group" of November 2026 is known. Sending the same change twice changes the group once.
	updateGroup = Operation{
		ID: "updateGroup", Method: http.MethodPatch, Path: group, Source: renamePage, Repeat: Idempotent, Guessed: true,
		Meanings: writeMeaningsWith("A group with this name exists already"),
	}
	deleteGroup = Operation{ID: "deleteGroup", Method: http.MethodDelete, Path: group, Source: groupsPage, Repeat: Idempotent, Success: http.StatusNoContent, Empty: true, Meanings: writeMeanings}

	// Adding twice is a conflict, and a conflict may also be a seat limit: so it is sent once, and settled by reading.
	addGroupMember = Operation{
		ID: "addGroupMember", Method: http.MethodPost, Path: group + "/memberships", Source: groupsPage, Repeat: Once, Success: http.StatusNoContent, Empty: true,
		Meanings: writeMeaningsWith("The user is in the group already, or the user limit of an app that the group grants is exceeded"),
	}
	removeGroupMember = Operation{
		ID: "removeGroupMember", Method: http.MethodDelete, Path: group + "/memberships/{accountId}", Source: groupsPage, Repeat: Idempotent, Success: http.StatusNoContent, Empty: true, Meanings: writeMeanings,
	}

	getGroupRoleAssignments = Operation{ID: "getGroupRoleAssignments", Method: http.MethodGet, Path: group + "/role-assignments", Scope: "read:groups:admin", Source: groupsPage}
	// Assigning is an upsert and revoking removes what is there: both may be repeated.
	assignGroupRole = Operation{
		ID: "assignGroupRole", Method: http.MethodPost, Path: group + "/role-assignments/assign", Source: groupsPage, Repeat: Idempotent, Success: http.StatusOK, Empty: true,
		Meanings: writeMeaningsWith("The user limit of the app is exceeded"),
	}
	revokeGroupRole = Operation{
		ID: "revokeGroupRole", Method: http.MethodPost, Path: group + "/role-assignments/revoke", Source: groupsPage, Repeat: Idempotent, Success: http.StatusNoContent, Empty: true, Meanings: writeMeanings,
	}

	searchDirectoryUsers   = Operation{ID: "searchDirectoryUsers", Method: http.MethodPost, Path: directory + "/users/search", Source: usersPage}
	getDirectoryUsersCount = Operation{ID: "getDirectoryUsersCount", Method: http.MethodGet, Path: directory + "/users/count", Source: usersPage}

	getEventActions = Operation{ID: "getEventActions", Method: http.MethodGet, Path: v1 + "/event-actions", Scope: "read:events:admin", Source: eventsPage}
	getEvents       = Operation{ID: "getEvents", Method: http.MethodGet, Path: v1 + "/events", Scope: "read:events:admin", Source: eventsPage}

	// Moving twice moves once, but a second request makes a second task. So it is sent once, and settled by reading.
	addUsersToPolicy = Operation{
		ID: "ControlCloudAPIs_addUsersToPolicy", Method: http.MethodPost, Path: control + "/auth-policy/{policyId}/add-users",
		Scope: "write:policies:admin", Source: policiesPage, Repeat: Once, Success: http.StatusAccepted, Meanings: controlMeanings,
	}
	getPolicyTaskStatus = Operation{
		ID: "ControlCloudAPIs_getTaskStatus", Method: http.MethodGet, Path: control + "/auth-policy/task/{taskId}",
		Scope: "write:policies:admin", Source: policiesPage, Meanings: controlMeanings,
	}
	bulkFetchPolicies = Operation{
		ID: "ControlCloudAPIs_bulkFetchAuthPolicy", Method: http.MethodPost, Path: control + "/users/auth-policies/bulk-fetch",
		Source: policiesPage, Meanings: controlMeanings,
	}

	getManagePermissions = Operation{ID: "getManagePermissions", Method: http.MethodGet, Path: manage, Source: managePage}

	// The gateway's operations are named after the fields that they ask for. They are no documented REST contract.
	appsInstalledInContexts     = ofGateway("appsInstalledInContexts", "ecosystem.appsInstalledInContexts", Read)
	userInstallationRules       = ofGateway("userInstallationRules", "ecosystem.userInstallationRules", Read)
	updateUserInstallationRules = ofGateway("updateUserInstallationRules", "ecosystem.updateUserInstallationRules", Idempotent)
	appInstallationTask         = ofGateway("appInstallationTask", "appInstallationTask", Read)
	// A second request makes a second task. So it is sent once, and settled by reading.
	uninstallApp = ofGateway("uninstallApp", "uninstallApp", Once)

	getAddon                   = Operation{ID: "getAddon", Method: http.MethodGet, Path: addon, Credential: Nobody, Source: marketplacePage}
	getAddonVersions           = Operation{ID: "getAddonVersions", Method: http.MethodGet, Path: addon + "/versions", Credential: Nobody, Source: marketplacePage}
	getAddonPrivacyAndSecurity = Operation{
		ID: "getAddonPrivacyAndSecurity", Method: http.MethodGet, Path: addon + "/privacy-and-security", Credential: Nobody, Source: marketplacePage,
	}

	queryWorkspaces = Operation{ID: "queryWorkspacesV2", Method: http.MethodPost, Path: v2 + "/workspaces", Scope: "read:workspaces:admin", Source: workspacesPage}
)

// Operations is the table of everything the client calls, sorted by ID.
func Operations() []Operation {
	table := []Operation{
		getOrgByID, getDomains, getDomainByID, getDirectoriesForOrg,
		searchDirectoryGroups, getGroupsCount, getGroup, createGroup, updateGroup, deleteGroup,
		addGroupMember, removeGroupMember, getGroupRoleAssignments, assignGroupRole, revokeGroupRole,
		searchDirectoryUsers, getDirectoryUsersCount, queryWorkspaces,
		getEventActions, getEvents, addUsersToPolicy, getPolicyTaskStatus, bulkFetchPolicies, getManagePermissions,
		appsInstalledInContexts, userInstallationRules, updateUserInstallationRules, uninstallApp, appInstallationTask,
		getAddon, getAddonVersions, getAddonPrivacyAndSecurity,
	}
	slices.SortFunc(table, func(a, b Operation) int { return cmp.Compare(a.ID, b.ID) })
	return table
}

func ofGateway(id, field string, repeat Repeatability) Operation {
	operation := Operation{ID: id, Method: http.MethodPost, Path: gateway, Field: field, Credential: UserToken, Source: gatewayPage, Repeat: repeat}
	if repeat != Read {
		operation.Success = http.StatusOK // the body says what became of it
	}
	return operation
}

// Name is what an operation is known by: its method and path, and the field where there are several at one path.
func (o Operation) Name() string {
	if o.Field == "" {
		return o.Method + " " + o.Path
	}
	return o.Method + " " + o.Path + " " + o.Field
}

// meaning is the documented sentence for a status that came without a body; it may be empty.
func (o Operation) meaning(status int) string { return o.Meanings[status] }
