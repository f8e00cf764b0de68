// SPDX-License-Identifier: MPL-2.0

// Package review is the subject of what people look at who answer for access: who has it, who should, and whether somebody has decided so.
package review

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// subject is where the documentation files the pages of this package.
const subject = "Reviews"

// Resources are the resources of the subject.
func Resources() []func() resource.Resource {
	return []func() resource.Resource{newDecision}
}

// DataSources are the data sources of the subject.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newAccessReview, newSecurityPosture}
}
