// SPDX-License-Identifier: MPL-2.0

// Package account is the subject of people: who is in the organization, and what becomes of their accounts.
package account

import "github.com/hashicorp/terraform-plugin-framework/datasource"

// subject is where the documentation files the pages of this package.
const subject = "People"

// DataSources lists the subject's data sources.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newUserDataSource,
		newUsersDataSource,
	}
}
