// SPDX-License-Identifier: MPL-2.0

package app

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// unapprovedType is an app in one place that no approval names.
var unapprovedType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"app_id": types.StringType, "key": types.StringType, "name": types.StringType, "vendor": types.StringType, "framework": types.StringType,
	"private": types.BoolType, "site": types.StringType, "product": types.StringType, "version": types.StringType,
	"scopes": types.ListType{ElemType: types.StringType}, "egress": types.ListType{ElemType: types.StringType},
}}

// exceedingType is an app in one place that goes beyond its approval.
var exceedingType = types.ObjectType{AttrTypes: map[string]attr.Type{
	"app_id": types.StringType, "key": types.StringType, "name": types.StringType, "vendor": types.StringType, "framework": types.StringType,
	"site": types.StringType, "product": types.StringType, "version": types.StringType, "approval": types.StringType,
	"new_scopes": types.ListType{ElemType: types.StringType}, "new_egress": types.ListType{ElemType: types.StringType},
	"reasons": types.ListType{ElemType: types.StringType},
}}

func unapprovedList(found []organization.InstalledApp) types.List {
	values := make([]attr.Value, len(found))
	for i, app := range found {
		values[i] = types.ObjectValueMust(unapprovedType.AttrTypes, map[string]attr.Value{
			"app_id": types.StringValue(app.AppID), "key": base.StringOrNull(app.Key), "name": types.StringValue(app.Name), "vendor": base.StringOrNull(app.Vendor),
			"framework": types.StringValue(app.Framework), "private": types.BoolValue(app.Private()),
			"site": base.StringOrNull(app.Site), "product": base.StringOrNull(app.Product), "version": base.StringOrNull(app.Version),
			"scopes": textsOrNull(app.Scopes), "egress": textsOrNull(app.Egress),
		})
	}
	return types.ListValueMust(unapprovedType, values)
}

func exceedingList(found []organization.ExceedingApp) types.List {
	values := make([]attr.Value, len(found))
	for i, app := range found {
		values[i] = types.ObjectValueMust(exceedingType.AttrTypes, map[string]attr.Value{
			"app_id": types.StringValue(app.AppID), "key": base.StringOrNull(app.Key), "name": types.StringValue(app.Name), "vendor": base.StringOrNull(app.Vendor),
			"framework": types.StringValue(app.Framework),
			"site":      base.StringOrNull(app.Site), "product": base.StringOrNull(app.Product), "version": base.StringOrNull(app.Version),
			"approval": types.StringValue(app.Approval), "new_scopes": base.StringList(app.NewScopes), "new_egress": base.StringList(app.NewEgress), "reasons": base.StringList(app.Reasons),
		})
	}
	return types.ListValueMust(exceedingType, values)
}

// textsOf reads the texts of an element of a state's findings by their names. What is not there is empty.
func textsOf(element attr.Value) (at func(name string) string) {
	object, _ := element.(types.Object)
	attributes := object.Attributes()
	return func(name string) string {
		text, _ := attributes[name].(types.String)
		return text.ValueString()
	}
}

// described is an app in one place, in a message.
func described(app organization.InstalledApp) string { return whoIs(app) + ", " + whereIs(app) }

// whoIs is an app, in a message.
func whoIs(app organization.InstalledApp) string {
	vendor := "vendor unknown"
	if app.Vendor != "" {
		vendor = "by " + base.Quoted(app.Vendor)
	}
	private := ""
	if app.Private() {
		private = "private "
	}
	return fmt.Sprintf("%s %s (%s%s app %s)", base.Quoted(app.Name), vendor, private, base.Word(app.Framework), base.Word(app.ShortID()))
}

// usualEnvironment is the one that everybody installs apps from but those who develop them.
const usualEnvironment = "production"

// whereIs is the place of an app, in a message.
func whereIs(app organization.InstalledApp) string {
	switch {
	case app.Site != "" && app.Product != "" && app.Environment != "" && app.Environment != usualEnvironment:
		return fmt.Sprintf("%s of %s (environment %s)", base.Word(app.Product), base.Word(app.Site), base.Word(app.Environment))
	case app.Site != "" && app.Product != "":
		return fmt.Sprintf("%s of %s", base.Word(app.Product), base.Word(app.Site))
	case app.Site != "":
		return "unknown product of " + base.Word(app.Site)
	case app.Context != "":
		return fmt.Sprintf("place unknown (Atlassian says %s)", base.Quoted(app.Context))
	}
	return "place unknown"
}
