// SPDX-License-Identifier: MPL-2.0

// Package evidence is the subject of what an auditor asks for: data about the organization that nothing here changes.
package evidence

import "github.com/hashicorp/terraform-plugin-framework/datasource"

// DataSources lists the subject's data sources.
func DataSources() []func() datasource.DataSource {
	return []func() datasource.DataSource{newAuditEventActions, newAuditEvents, newBackupPolicies, newDirectories, newOrganization, newWorkspaces}
}
