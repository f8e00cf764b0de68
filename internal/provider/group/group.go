// SPDX-License-Identifier: MPL-2.0

// Package group is the subject of groups: the groups themselves, and who is in them.
package group

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// subject is where the documentation files the pages of this package.
const subject = "Groups"

// Resources lists the subject's resources.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{
		newGroupResource,
		newGroupMembershipResource,
		newGroupMembersResource,
	}
}

// DataSources lists the subject's data sources.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newGroupDataSource,
		newGroupsDataSource,
		newGroupMembersDataSource,
	}
}

// ListResources lists the subject's list resources.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{
		newGroupList,
		newGroupMembershipList,
		newGroupMembersList,
	}
}
