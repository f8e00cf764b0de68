// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*auditEvents)(nil)

func newAuditEvents() datasource.DataSource { return &auditEvents{} }

// auditEvents is the data source atlassian_audit_events.
type auditEvents struct{ base.DataSource }

// Metadata names the type.
func (*auditEvents) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_audit_events"
}

// Schema describes the type.
func (*auditEvents) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	attributes := auditEventsArguments()
	maps.Copy(attributes, map[string]schema.Attribute{
		"window_from": text("Beginning of the window that was read, as an RFC 3339 time."),
		"window_to":   text("End of the window that was read, as an RFC 3339 time."),
		"complete_from": text("Time from which the list should be complete: the beginning of the window, or 180 days before the read, from which on Atlassian keeps events. " +
			"It is null if no part of the window is complete."),
		"complete_until": text("Time until which the list should be complete: the end of the window, or 24 hours before the read. Events that happened later may still come, because the log shows them late. " +
			"It is null if no part of the window is complete."),
		"events": schema.ListNestedAttribute{
			MarkdownDescription: "The events, the oldest first, and those of one time in the order of their IDs. It is empty if none matches.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: eventAttributes()},
		},
	})
	resp.Schema = schema.Schema{MarkdownDescription: auditEventsPage.Markdown(), Attributes: attributes}
}

// Read asks for the events.
func (d *auditEvents) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model auditEventsModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	log := d.Organization.Audit
	now := log.Now()
	search := model.search(now)
	resp.Diagnostics.Append(model.checkWindow(search, now)...)
	resp.Diagnostics.Append(model.warnOfProducts()...)
	if resp.Diagnostics.HasError() {
		return
	}
	actions, err := log.Actions(ctx)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot list the actions of the audit log", err))
		return
	}
	events, err := log.Events(ctx, search)
	if err != nil {
		resp.Diagnostics.Append(eventsFailed(err))
		return
	}
	names := make(map[string]string, len(actions))
	for _, action := range actions {
		names[action.ID] = action.Name
	}
	model.found(search, now, log.LoggedWithin(), events, names)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}

// begins is the attribute that says when the window begins.
func (m *auditEventsModel) begins() path.Path {
	if m.From.IsNull() {
		return path.Root("last_days")
	}
	return path.Root("from")
}

// checkWindow refuses a window in which nothing can be, and warns of one that the log does not reach back to.
func (m *auditEventsModel) checkWindow(search audit.Search, now time.Time) diag.Diagnostics {
	var diags diag.Diagnostics
	shown := func(at time.Time) string { return at.UTC().Format(time.RFC3339) }
	kept := now.Add(-audit.Kept)
	switch {
	case search.From.After(search.To):
		diags.AddAttributeError(m.begins(), "The window ends before it begins", fmt.Sprintf("It begins at %s and ends at %s.", shown(search.From), shown(search.To)))
	case search.From.After(now):
		diags.AddAttributeError(m.begins(), "The window is in the future", fmt.Sprintf("It begins at %s, and now is %s: nothing can be found in it.", shown(search.From), shown(now)))
	case search.To.Before(kept):
		diags.AddAttributeError(path.Root("to"), "The window is older than the audit log", fmt.Sprintf(
			"It ends at %s. Atlassian keeps the events of %d days, since %s: nothing can be found in it, whatever has happened.", shown(search.To), audit.Kept/day, shown(kept)))
	case search.From.Before(kept):
		diags.AddAttributeWarning(m.begins(), "The window begins before the audit log does", fmt.Sprintf(
			"It begins at %s. Atlassian keeps the events of %d days, since %s: earlier ones are missing, whatever has happened. The attribute complete_from says it, too.",
			shown(search.From), audit.Kept/day, shown(kept)))
	}
	return diags
}

// warnOfProducts warns of products that Atlassian does not document, because nothing is found for a misspelt one.
func (m *auditEventsModel) warnOfProducts() diag.Diagnostics {
	var diags diag.Diagnostics
	for _, product := range m.Products {
		if !slices.Contains(documented, product.ValueString()) {
			diags.AddAttributeWarning(path.Root("products"), "The product is not documented", fmt.Sprintf(
				"Atlassian documents %s, and not %s. If it is misspelt, the list may be empty although there are events.", strings.Join(documented, ", "), base.Word(product.ValueString())))
		}
	}
	return diags
}

func eventsFailed(err error) diag.Diagnostic {
	if many, is := errors.AsType[*audit.TooManyEventsError](err); is {
		return diag.NewAttributeErrorDiagnostic(path.Root("max_events"), "There are too many events", fmt.Sprintf(
			"%s, and max_events is %d. Part of them would look like all of them. Make the window shorter with from, last_days and to, ask for less with actions, actors, products, ip_addresses, locations or search_term, "+
				"or raise max_events: every 500 events take a request, and Atlassian takes 10 requests a minute for events that it filters.", base.Capitalized(many.Error()), many.Max))
	}
	if unknown, is := errors.AsType[*audit.UnknownActionError](err); is {
		return diag.NewAttributeErrorDiagnostic(path.Root("actions"), "There is no such action", base.Capitalized(unknown.Error())+
			". A query for it finds nothing, as if nothing had happened. The data source atlassian_audit_event_actions lists all actions. Atlassian may have renamed or removed it.")
	}
	return base.Failed("Cannot read the audit log", err)
}
