// SPDX-License-Identifier: MPL-2.0

// Package app is the subject of Marketplace and private apps: which are installed on the sites of the organization, which
// of them somebody has approved, and whether users may bring their own.
package app

import (
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// subject is where the documentation files the pages of this package.
const subject = "Apps"

// Resources are the resource types of the subject.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newApprovedApps, newUserInstalledApps}
}

// DataSources are the data sources of the subject.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newInstalledApps, newMarketplaceApp}
}

// Actions are the actions of the subject.
func Actions() []func() action.Action { return []func() action.Action{newUninstallApp} }

// Functions are the functions of the subject.
func Functions() []func() function.Function { return []func() function.Function{newAppReview} }
