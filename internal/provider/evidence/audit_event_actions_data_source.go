// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*auditEventActions)(nil)

func newAuditEventActions() datasource.DataSource { return &auditEventActions{} }

// auditEventActions is the data source atlassian_audit_event_actions.
type auditEventActions struct{ base.DataSource }

type auditEventActionsModel struct {
	Actions []eventActionModel `tfsdk:"actions"`
}

type eventActionModel struct {
	ID     types.String `tfsdk:"id"`
	Name   types.String `tfsdk:"name"`
	Groups types.List   `tfsdk:"groups"`
}

// Metadata names the type.
func (*auditEventActions) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_audit_event_actions"
}

// Schema describes the type.
func (*auditEventActions) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: auditEventActionsPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"actions": schema.ListNestedAttribute{
				MarkdownDescription: "The kinds of events, in the order of their IDs.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id": schema.StringAttribute{
						MarkdownDescription: "ID of the action, for `actions` of `atlassian_audit_events`.",
						Computed:            true,
					},
					"name": schema.StringAttribute{
						MarkdownDescription: "Name of the action, as the console shows it. It is null if Atlassian gives none.",
						Computed:            true,
					},
					"groups": schema.ListAttribute{
						MarkdownDescription: "Names of the groups that the console files the action under, such as `App actions`, sorted. It is empty if Atlassian gives none.",
						ElementType:         types.StringType,
						Computed:            true,
					},
				}},
			},
		},
	}
}

// Read lists the actions.
func (d *auditEventActions) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	all, err := d.Organization.Audit.Actions(ctx)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot list the actions of the audit log", err))
		return
	}
	if len(all) == 0 {
		resp.Diagnostics.AddError("Cannot list the actions of the audit log",
			"Atlassian lists no action, so it is not known which there are. Check that the organization has the audit log, which needs Atlassian Guard Standard as Atlassian's support pages say.")
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, newAuditEventActionsModel(all))...)
}

// newAuditEventActionsModel sorts by ID, because Atlassian documents no order.
func newAuditEventActionsModel(all []audit.EventAction) auditEventActionsModel {
	sorted := slices.SortedStableFunc(slices.Values(all), func(a, b audit.EventAction) int { return cmp.Compare(a.ID, b.ID) })
	model := auditEventActionsModel{Actions: make([]eventActionModel, len(sorted))}
	for i, one := range sorted {
		model.Actions[i] = eventActionModel{
			ID: types.StringValue(one.ID), Name: base.StringOrNull(one.Name), Groups: base.StringList(slices.Sorted(slices.Values(one.Groups))),
		}
	}
	return model
}
