// SPDX-License-Identifier: MPL-2.0

package evidence

import (
	"net/netip"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const (
	// defaultMaxEvents takes ten requests, as many as Atlassian takes in a minute where it filters.
	defaultMaxEvents = 5000
	maxMaxEvents     = 100_000
	maxDays          = 3650
)

var (
	// listed is a value of a list with commas, as which Atlassian takes filters.
	listed     = regexp.MustCompile(`^[^,\s]+$`)
	anActor    = base.Matching("the ID of an actor", listed, "Write the account ID of a person, or the ID that the events of an app or an API key have.")
	anAction   = base.Matching("the ID of an action", regexp.MustCompile(`^\S+$`), "The data source atlassian_audit_event_actions lists them.")
	aProduct   = base.Matching("the key of a product", listed, "Atlassian documents bitbucket, confluence, guard_detect, jira and loom.")
	anAddress  = base.Checking("an IP address", func(text string) bool { _, err := netip.ParseAddr(text); return err == nil }, "Write one address, such as 203.0.113.7: networks are not documented.")
	notEmpty   = stringvalidator.LengthAtLeast(1)
	documented = []string{"bitbucket", "confluence", "guard_detect", "jira", "loom"}
)

// auditEventsArguments are what a configuration asks by.
func auditEventsArguments() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"from": schema.StringAttribute{
			MarkdownDescription: "Beginning of the window: events that happened at this time or later, as an RFC 3339 time such as `2026-11-01T00:00:00Z`. Give either this or `last_days`. " +
				"A window that begins more than 180 days ago gets a warning, because Atlassian keeps no older events.",
			Optional:   true,
			Validators: []validator.String{base.Time, stringvalidator.ExactlyOneOf(path.MatchRoot("last_days"))},
		},
		"last_days": schema.Int64Attribute{
			MarkdownDescription: "Length of the window in days, counted back from its end, from `1` to `3650`. Give either this or `from`.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.Between(1, maxDays)},
		},
		"to": schema.StringAttribute{
			MarkdownDescription: "End of the window: events that happened at this time or earlier, as an RFC 3339 time. Default: the time of the read.",
			Optional:            true,
			Validators:          []validator.String{base.Time},
		},
		"actions": filter("IDs of actions: only events of these. An action that `atlassian_audit_event_actions` does not list is an error, because a misspelt one would find nothing. Default: all actions.", anAction),
		"actors": filter("IDs of actors: only events by one of these. Write account IDs of people. Atlassian does not check them: nothing is found for one that does not exist. Default: all actors.",
			anActor),
		"products": filter("Products, such as `jira`: only events of these. Atlassian documents `bitbucket`, `confluence`, `guard_detect`, `jira` and `loom`; another one gets a warning. "+
			"Events of Atlassian Administration may be of no product. Default: no such filter.", aProduct),
		"ip_addresses": filter("IP addresses: only events from one of these. Default: all addresses.", anAddress),
		"locations": schema.SetNestedAttribute{
			MarkdownDescription: "Places: only events from one of these, as Atlassian derives them from the IP address. Default: all places.",
			Optional:            true,
			Validators:          []validator.Set{setvalidator.SizeAtLeast(1)},
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"city":    schema.StringAttribute{MarkdownDescription: "Name of the city, such as `Austin`, as the events have it.", Required: true, Validators: []validator.String{notEmpty}},
				"country": schema.StringAttribute{MarkdownDescription: "Name of the country, such as `United States`, as the events have it.", Required: true, Validators: []validator.String{notEmpty}},
			}},
		},
		"search_term": schema.StringAttribute{
			MarkdownDescription: "One term to search for. Where Atlassian looks for it is not documented. Default: no such filter.",
			Optional:            true,
			Validators:          []validator.String{notEmpty},
		},
		"max_events": schema.Int64Attribute{
			MarkdownDescription: "Greatest number of events to read, from 1 to 100000. If more match, the read fails: part of the list would look like all of it. Default: 5000.",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.Between(1, maxMaxEvents)},
		},
	}
}

// eventAttributes are what is known of an event.
func eventAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	objects := func(description string) schema.Attribute {
		return schema.ListNestedAttribute{
			MarkdownDescription: description,
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":         text("ID of the object, which may be an Atlassian Resource Identifier (ARI)."),
				"type":       text("Type of the object, as Atlassian gives it. It may be null."),
				"name":       text("Name of the object. It is null if the event does not say it."),
				"attributes": text("What else the event says of the object, as JSON for `jsondecode`, with sorted keys. It is null if the event says nothing."),
			}},
		}
	}
	return map[string]schema.Attribute{
		"id":          text("ID of the event."),
		"time":        text("When it happened, as an RFC 3339 time in UTC. It is null if Atlassian does not say."),
		"action":      text("ID of the action, such as `user_invited`. It is null if Atlassian does not say."),
		"action_name": text("Name of the action, as the console shows it. It is null if Atlassian lists no such action any more, or no name for it."),
		"actor": schema.SingleNestedAttribute{
			MarkdownDescription: "Who did it.",
			Computed:            true,
			Attributes: map[string]schema.Attribute{
				"id":          text("ID of the actor: the account ID of a person, or the ID of a program."),
				"name":        text("Name of the actor. It is null if Atlassian does not say it."),
				"email":       text("E-mail address of the actor. It is null if Atlassian does not say it."),
				"auth_type":   text("Kind of token that the actor used, such as `api-token`. It is null for a person in the console."),
				"token_id":    text("ID of that token. It may be null."),
				"token_label": text("Name of that token. It may be null."),
				"app_id":      text("ID of the app that triggered the action. It may be null."),
				"on_behalf_of": schema.SingleNestedAttribute{
					MarkdownDescription: "Person that the actor acted for. It is null if there is none.",
					Computed:            true,
					Attributes: map[string]schema.Attribute{
						"id":    text("Account ID of the person."),
						"name":  text("Name of the person. It may be null."),
						"email": text("E-mail address of the person. It may be null."),
					},
				},
			},
		},
		"context":   objects("What it was done to, in the order of the event."),
		"container": objects("Where it was done, such as the organization or a site, in the order of the event."),
		"location": schema.SingleNestedAttribute{
			MarkdownDescription: "Where the actor was, by the IP address. It is null if Atlassian does not say.",
			Computed:            true,
			Attributes: map[string]schema.Attribute{
				"ip_address": text("IP address. It may be null."),
				"city":       text("Name of the city. It may be null."),
				"region":     text("Name of the region. It may be null."),
				"country":    text("Name of the country. It may be null."),
			},
		},
		"message": text("What the event says in words. Atlassian documents it as encrypted, so it may not be readable. It is null if there is none."),
	}
}
