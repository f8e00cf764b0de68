// SPDX-License-Identifier: MPL-2.0

// Package account is the subject of people: who is in the organization, and what becomes of their accounts.
package account

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// subject is where the documentation files the pages of this package.
const subject = "People"

// Resources lists the subject's resources.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{
		newManagedAccountResource,
		newUserResource,
	}
}

// DataSources lists the subject's data sources.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newUserDataSource,
		newUsersDataSource,
	}
}

// ListResources lists the subject's list resources.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{
		newManagedAccountList,
		newUserList,
	}
}

// Actions lists the subject's actions.
func Actions() []func() action.Action {
	return []func() action.Action{
		newActivateAccount,
		newDeactivateAccount,
		newSuspendUser,
		newRestoreUser,
	}
}
