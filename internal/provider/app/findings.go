// SPDX-License-Identifier: MPL-2.0

package app

import (
	"cmp"
	"fmt"
	"strings"

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

// described is an app in one place, in a message.
func described(app organization.InstalledApp) string {
	vendor, where := "vendor unknown", "place unknown"
	if app.Vendor != "" {
		vendor = "by " + app.Vendor
	}
	switch {
	case app.Site != "":
		where = fmt.Sprintf("%s of %s", cmp.Or(app.Product, "unknown product"), app.Site)
	case app.Context != "":
		where = fmt.Sprintf("place unknown (Atlassian says %q)", app.Context)
	}
	private := ""
	if app.Private() {
		private = "private "
	}
	return fmt.Sprintf("%s %s (%s%s app %s), %s", app.Name, vendor, private, app.Framework, app.ShortID(), where)
}

// describedExceeding says how an app goes beyond its approval.
func describedExceeding(app organization.ExceedingApp) string {
	return fmt.Sprintf("%s: %s", described(app.InstalledApp), strings.Join(app.Reasons, "; "))
}
