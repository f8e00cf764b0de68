// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
)

// userInstalledAppsModel is the state of an atlassian_user_installed_apps.
type userInstalledAppsModel struct {
	Site      types.String `tfsdk:"site"`
	Rule      types.String `tfsdk:"rule"`
	OnDestroy types.String `tfsdk:"on_destroy"`
	CloudID   types.String `tfsdk:"cloud_id"`
}

func (m *userInstalledAppsModel) subject() claims.Subject {
	return organization.UserInstalledAppsSubject(m.CloudID.ValueString())
}

// named names the rule in a message.
func (m *userInstalledAppsModel) named() string {
	return "atlassian_user_installed_apps of site " + m.CloudID.ValueString()
}
