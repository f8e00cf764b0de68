// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"cmp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// workspacesModel is the data source atlassian_workspaces.
type workspacesModel struct {
	Site       types.String     `tfsdk:"site"`
	ResourceID types.String     `tfsdk:"resource_id"`
	TypeKeys   []types.String   `tfsdk:"type_keys"`
	Statuses   []types.String   `tfsdk:"statuses"`
	Workspaces []workspaceModel `tfsdk:"workspaces"`
}

func (m *workspacesModel) filter() site.WorkspaceFilter {
	return site.WorkspaceFilter{
		Site: m.Site.ValueString(), ID: m.ResourceID.ValueString(), Products: base.Strings(m.TypeKeys), Statuses: base.Strings(m.Statuses),
	}
}

type workspaceModel struct {
	ID            types.String       `tfsdk:"id"`
	CloudID       types.String       `tfsdk:"cloud_id"`
	Name          types.String       `tfsdk:"name"`
	HostURL       types.String       `tfsdk:"host_url"`
	Type          types.String       `tfsdk:"type"`
	TypeKey       types.String       `tfsdk:"type_key"`
	Status        types.String       `tfsdk:"status"`
	StatusDetails types.List         `tfsdk:"status_details"`
	Capacity      types.Int64        `tfsdk:"capacity"`
	Usage         types.Int64        `tfsdk:"usage"`
	Entitlements  []entitlementModel `tfsdk:"entitlements"`
	Regions       types.List         `tfsdk:"regions"`
	Realm         types.String       `tfsdk:"realm"`
	Labels        types.List         `tfsdk:"labels"`
	Sandbox       types.String       `tfsdk:"sandbox"`
	Owner         types.String       `tfsdk:"owner"`
	CreatedAt     types.String       `tfsdk:"created_at"`
	CreatedBy     types.String       `tfsdk:"created_by"`
}

type entitlementModel struct {
	Key     types.String `tfsdk:"key"`
	Plan    types.String `tfsdk:"plan"`
	PlanKey types.String `tfsdk:"plan_key"`
}

// newWorkspaceModels sorts by name, then by product and ID, because Atlassian documents no order.
func newWorkspaceModels(all []site.Workspace) []workspaceModel {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b site.Workspace) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(site.ProductOf(a), site.ProductOf(b)), cmp.Compare(a.ID, b.ID))
	})
	models := make([]workspaceModel, len(sorted))
	for i, one := range sorted {
		models[i] = newWorkspaceModel(one)
	}
	return models
}

// newWorkspaceModel leaves null what Atlassian does not say.
func newWorkspaceModel(w site.Workspace) workspaceModel {
	return workspaceModel{
		ID: types.StringValue(w.ID), CloudID: base.StringOrNull(site.CloudIDOf(w)), Name: base.StringOrNull(w.Name), HostURL: base.StringOrNull(w.HostURL),
		Type: base.StringOrNull(w.Type), TypeKey: base.StringOrNull(w.TypeKey), Status: base.StringOrNull(w.Status), StatusDetails: listOrNull(w.StatusDetails),
		Capacity: numberOrNull(w.Capacity), Usage: numberOrNull(w.Usage), Entitlements: newEntitlementModels(w.Entitlements),
		Regions: listOrNull(w.Regions), Realm: base.StringOrNull(w.Realm), Labels: listOrNull(w.Labels), Sandbox: base.StringOrNull(w.Sandbox),
		Owner: base.StringOrNull(w.Owner), CreatedAt: base.StringOrNull(w.CreatedAt), CreatedBy: base.StringOrNull(w.CreatedBy),
	}
}

// newEntitlementModels is nil, which is null, where Atlassian does not say which entitlements there are.
func newEntitlementModels(all []site.Entitlement) []entitlementModel {
	if all == nil {
		return nil
	}
	models := make([]entitlementModel, len(all))
	for i, one := range all {
		models[i] = entitlementModel{Key: base.StringOrNull(one.Key), Plan: base.StringOrNull(one.Plan), PlanKey: base.StringOrNull(one.PlanKey)}
	}
	slices.SortFunc(models, func(a, b entitlementModel) int {
		return cmp.Or(cmp.Compare(a.Key.ValueString(), b.Key.ValueString()), cmp.Compare(a.PlanKey.ValueString(), b.PlanKey.ValueString()))
	})
	return models
}

// listOrNull is a sorted list, or null if Atlassian does not say.
func listOrNull(texts []string) types.List {
	if texts == nil {
		return types.ListNull(types.StringType)
	}
	return base.StringList(slices.Sorted(slices.Values(texts)))
}

func numberOrNull(number *int) types.Int64 {
	if number == nil {
		return types.Int64Null()
	}
	return types.Int64Value(int64(*number))
}
