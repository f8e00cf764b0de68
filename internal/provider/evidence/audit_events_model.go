// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"cmp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// auditEventsModel is the data source atlassian_audit_events.
type auditEventsModel struct {
	From          types.String    `tfsdk:"from"`
	LastDays      types.Int64     `tfsdk:"last_days"`
	To            types.String    `tfsdk:"to"`
	Actions       []types.String  `tfsdk:"actions"`
	Actors        []types.String  `tfsdk:"actors"`
	Products      []types.String  `tfsdk:"products"`
	IPAddresses   []types.String  `tfsdk:"ip_addresses"`
	Locations     []locationModel `tfsdk:"locations"`
	SearchTerm    types.String    `tfsdk:"search_term"`
	MaxEvents     types.Int64     `tfsdk:"max_events"`
	WindowFrom    types.String    `tfsdk:"window_from"`
	WindowTo      types.String    `tfsdk:"window_to"`
	CompleteFrom  types.String    `tfsdk:"complete_from"`
	CompleteUntil types.String    `tfsdk:"complete_until"`
	Events        []eventModel    `tfsdk:"events"`
}

type locationModel struct {
	City    types.String `tfsdk:"city"`
	Country types.String `tfsdk:"country"`
}

type eventModel struct {
	ID         types.String      `tfsdk:"id"`
	Time       types.String      `tfsdk:"time"`
	Action     types.String      `tfsdk:"action"`
	ActionName types.String      `tfsdk:"action_name"`
	Actor      actorModel        `tfsdk:"actor"`
	Context    []objectModel     `tfsdk:"context"`
	Container  []objectModel     `tfsdk:"container"`
	Location   *whereaboutsModel `tfsdk:"location"`
	Message    types.String      `tfsdk:"message"`
}

type actorModel struct {
	ID         types.String `tfsdk:"id"`
	Name       types.String `tfsdk:"name"`
	Email      types.String `tfsdk:"email"`
	AuthType   types.String `tfsdk:"auth_type"`
	TokenID    types.String `tfsdk:"token_id"`
	TokenLabel types.String `tfsdk:"token_label"`
	AppID      types.String `tfsdk:"app_id"`
	OnBehalfOf *personModel `tfsdk:"on_behalf_of"`
}

type personModel struct {
	ID    types.String `tfsdk:"id"`
	Name  types.String `tfsdk:"name"`
	Email types.String `tfsdk:"email"`
}

type objectModel struct {
	ID         types.String `tfsdk:"id"`
	Type       types.String `tfsdk:"type"`
	Name       types.String `tfsdk:"name"`
	Attributes types.String `tfsdk:"attributes"`
}

type whereaboutsModel struct {
	IPAddress types.String `tfsdk:"ip_address"`
	City      types.String `tfsdk:"city"`
	Region    types.String `tfsdk:"region"`
	Country   types.String `tfsdk:"country"`
}

const day = 24 * time.Hour

// search is what the configuration asks for, at a time. The validators have refused other texts than times.
func (m *auditEventsModel) search(now time.Time) audit.Search {
	search := audit.Search{
		To: now, Actions: base.Strings(m.Actions), ActorIDs: base.Strings(m.Actors), Products: base.Strings(m.Products), IPs: base.Strings(m.IPAddresses),
		Query: m.SearchTerm.ValueString(), Max: int(cmp.Or(m.MaxEvents.ValueInt64(), defaultMaxEvents)),
	}
	if at, err := time.Parse(time.RFC3339, m.To.ValueString()); err == nil {
		search.To = at.UTC().Truncate(time.Millisecond)
	}
	search.From = search.To.Add(-time.Duration(m.LastDays.ValueInt64()) * day)
	if at, err := time.Parse(time.RFC3339, m.From.ValueString()); err == nil {
		search.From = at.UTC().Truncate(time.Millisecond)
	}
	for _, place := range m.Locations {
		search.Places = append(search.Places, audit.Place{City: place.City.ValueString(), CountryName: place.Country.ValueString()})
	}
	return search
}

// found puts in what was read: the events, their window, and the part of it in which none is missing.
func (m *auditEventsModel) found(search audit.Search, now time.Time, late time.Duration, events []audit.Event, names map[string]string) {
	m.WindowFrom, m.WindowTo = timeText(search.From), timeText(search.To)
	from, until := now.Add(-audit.Kept), now.Add(-late)
	if search.From.After(from) {
		from = search.From
	}
	if search.To.Before(until) {
		until = search.To
	}
	m.CompleteFrom, m.CompleteUntil = types.StringNull(), types.StringNull()
	if !until.Before(from) {
		m.CompleteFrom, m.CompleteUntil = timeText(from), timeText(until)
	}
	m.Events = make([]eventModel, len(events))
	for i, event := range events {
		m.Events[i] = newEventModel(event, names[event.Action])
	}
}

func newEventModel(e audit.Event, actionName string) eventModel {
	model := eventModel{
		ID: base.StringOrNull(e.ID), Time: timeText(e.Time), Action: base.StringOrNull(e.Action), ActionName: base.StringOrNull(actionName),
		Actor: actorModel{
			ID: base.StringOrNull(e.ActorID), Name: base.StringOrNull(e.ActorName), Email: base.StringOrNull(e.ActorEmail), AuthType: base.StringOrNull(e.Means.AuthType),
			TokenID: base.StringOrNull(e.Means.TokenID), TokenLabel: base.StringOrNull(e.Means.TokenLabel), AppID: base.StringOrNull(e.Means.AppID),
		},
		Context: newObjectModels(e.Context), Container: newObjectModels(e.Container), Message: base.StringOrNull(e.Message),
	}
	if m := e.Means; m.OnBehalfOfID+m.OnBehalfOfName+m.OnBehalfOfEmail != "" {
		model.Actor.OnBehalfOf = &personModel{ID: base.StringOrNull(m.OnBehalfOfID), Name: base.StringOrNull(m.OnBehalfOfName), Email: base.StringOrNull(m.OnBehalfOfEmail)}
	}
	if at := e.Location; at.IP+at.City+at.Region+at.Country != "" {
		model.Location = &whereaboutsModel{IPAddress: base.StringOrNull(at.IP), City: base.StringOrNull(at.City), Region: base.StringOrNull(at.Region), Country: base.StringOrNull(at.Country)}
	}
	return model
}

func newObjectModels(all []audit.Object) []objectModel {
	models := make([]objectModel, len(all))
	for i, o := range all {
		models[i] = objectModel{ID: base.StringOrNull(o.ID), Type: base.StringOrNull(o.Type), Name: base.StringOrNull(o.Name), Attributes: base.StringOrNull(o.Attributes)}
	}
	return models
}

// timeText is a time as Terraform's functions take it, or null.
func timeText(at time.Time) types.String {
	if at.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(at.UTC().Format(time.RFC3339Nano))
}
