// SPDX-License-Identifier: MPL-2.0

package app

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// installedAppModel is a row of the inventory: an app in one place.
type installedAppModel struct {
	AppID              types.String `tfsdk:"app_id"`
	Key                types.String `tfsdk:"key"`
	Name               types.String `tfsdk:"name"`
	Vendor             types.String `tfsdk:"vendor"`
	Framework          types.String `tfsdk:"framework"`
	Private            types.Bool   `tfsdk:"private"`
	DistributionStatus types.String `tfsdk:"distribution_status"`
	System             types.Bool   `tfsdk:"system"`
	Site               types.String `tfsdk:"site"`
	Product            types.String `tfsdk:"product"`
	Context            types.String `tfsdk:"context"`
	InstallationID     types.String `tfsdk:"installation_id"`
	Environment        types.String `tfsdk:"environment"`
	Version            types.String `tfsdk:"version"`
	Latest             types.Bool   `tfsdk:"latest"`
	Scopes             types.List   `tfsdk:"scopes"`
	Egress             types.List   `tfsdk:"egress"`
	License            types.Object `tfsdk:"license"`
	InstalledAt        types.String `tfsdk:"installed_at"`
}

var licenseType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"active": types.BoolType, "type": types.StringType, "trial_end_date": types.StringType, "subscription_end_date": types.StringType,
}}

func newInstalledAppModel(app apps.App) installedAppModel {
	return installedAppModel{
		AppID:              types.StringValue(app.AppID),
		Key:                base.StringOrNull(app.Key),
		Name:               types.StringValue(app.Name),
		Vendor:             base.StringOrNull(app.Vendor),
		Framework:          types.StringValue(app.Framework),
		Private:            types.BoolValue(app.Private()),
		DistributionStatus: base.StringOrNull(app.DistributionStatus),
		System:             types.BoolValue(app.System),
		Site:               base.StringOrNull(app.Site),
		Product:            base.StringOrNull(app.Product),
		Context:            base.StringOrNull(app.Context),
		InstallationID:     base.StringOrNull(app.ID),
		Environment:        base.StringOrNull(app.Environment),
		Version:            base.StringOrNull(app.Version),
		Latest:             types.BoolPointerValue(app.Latest),
		Scopes:             textsOrNull(app.Scopes),
		Egress:             textsOrNull(app.Egress),
		License:            licenseValue(app.License),
		InstalledAt:        base.StringOrNull(app.InstalledAt),
	}
}

func licenseValue(license *apps.License) types.Object {
	if license == nil {
		return types.ObjectNull(licenseType.AttrTypes)
	}
	return types.ObjectValueMust(licenseType.AttrTypes, map[string]attr.Value{
		"active":                types.BoolValue(license.Active),
		"type":                  base.StringOrNull(license.Type),
		"trial_end_date":        base.StringOrNull(license.TrialEndDate),
		"subscription_end_date": base.StringOrNull(license.SubscriptionEndDate),
	})
}

// textsOrNull is a list of strings; null where they are not known, which is not the same as an empty list.
func textsOrNull(texts []string) types.List {
	if texts == nil {
		return types.ListNull(types.StringType)
	}
	return base.StringList(texts)
}
