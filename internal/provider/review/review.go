// SPDX-License-Identifier: MPL-2.0

// Package review is the subject of access reviews: who has access, and what somebody has decided on it.
package review

import "github.com/hashicorp/terraform-plugin-framework/datasource"

// subject is where the documentation files the pages of this package.
const subject = "Access reviews and evidence"

// DataSources are the data sources of the subject.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newSecurityPosture}
}
