// SPDX-License-Identifier: MPL-2.0

// Package policy is the subject of the policies of the organization that are no authentication policies: IP allowlists, data
// residency and data security.
package policy

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// subject is where the documentation files the pages of this package.
const subject = "Data and network"

// Resources lists the subject's resources.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{
		newIPAllowlistResource,
		newDataResidencyPolicyResource,
		newDataSecurityResource,
	}
}

// DataSources lists the subject's data sources.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newPoliciesDataSource,
		newPolicyDataSource,
	}
}

// ListResources lists the subject's list resources.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{
		newIPAllowlistList,
		newDataResidencyPolicyList,
		newDataSecurityList,
	}
}
