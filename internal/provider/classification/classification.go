// SPDX-License-Identifier: MPL-2.0

// Package classification is the subject of the classification of data: its levels, and their order.
package classification

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// subject is where the documentation files the pages of this package.
const subject = "Data classification"

// Resources lists the subject's resources.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newClassificationLevel, newClassificationOrder}
}

// DataSources lists the subject's data sources.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newClassificationLevels}
}

// ListResources lists the subject's list resources.
func ListResources() []func() list.ListResource {
	return []func() list.ListResource{newClassificationLevelList}
}
