// SPDX-License-Identifier: MPL-2.0

// Package role is the subject of roles: what groups and people may do on an app, a site or in the organization.
package role

import (
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// subject is where the documentation files the pages of this package.
const subject = "Roles"

// Resources lists the subject's resources.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newGroupRoleAssignmentResource, newUserRoleAssignmentResource, newOrganizationAdminResource, newOrganizationAdminsResource}
}

// ListResources lists the subject's list resources.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{newGroupRoleAssignmentList, newUserRoleAssignmentList, newOrganizationAdminList}
}
