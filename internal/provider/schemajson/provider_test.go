// SPDX-License-Identifier: MPL-2.0

package schemajson_test

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// tiny is a provider with one of each kind of type; together they have one of each kind of attribute.
type tiny struct{}

var (
	_ provider.ProviderWithActions            = tiny{}
	_ provider.ProviderWithEphemeralResources = tiny{}
	_ provider.ProviderWithFunctions          = tiny{}
	_ provider.ProviderWithListResources      = tiny{}
)

func (tiny) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "tiny"
}

func (tiny) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerschema.Schema{
		MarkdownDescription: "Tiny.",
		Attributes: map[string]providerschema.Attribute{
			"token": providerschema.StringAttribute{MarkdownDescription: "Secret <token> & more.", Optional: true, Sensitive: true},
		},
	}
}

func (tiny) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (tiny) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return tinyResource{} }}
}

func (tiny) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return tinyDataSource{} }}
}

func (tiny) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return tinyEphemeral{} }}
}

func (tiny) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{func() list.ListResource { return tinyList{} }}
}

func (tiny) Actions(context.Context) []func() action.Action {
	return []func() action.Action{func() action.Action { return tinyAction{} }}
}

func (tiny) Functions(context.Context) []func() function.Function {
	return []func() function.Function{func() function.Function { return tinyFunction{} }}
}

type tinyResource struct{ resource.Resource }

var _ resource.ResourceWithIdentity = tinyResource{}

func (tinyResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "tiny_thing"
}

func (tinyResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version:             3,
		MarkdownDescription: "A thing.\n\nMore about it.\n\n## Drift\n\nNone.",
		Attributes: map[string]schema.Attribute{
			"id":      schema.StringAttribute{Description: "Plain.", Computed: true},
			"size":    schema.Int64Attribute{MarkdownDescription: "Size.", Required: true},
			"on":      schema.BoolAttribute{MarkdownDescription: "On.", Optional: true, Computed: true, DeprecationMessage: "It is always on."},
			"secret":  schema.StringAttribute{MarkdownDescription: "Secret.", Optional: true, Sensitive: true, WriteOnly: true},
			"names":   schema.ListAttribute{MarkdownDescription: "Names.", Optional: true, ElementType: types.StringType},
			"numbers": schema.SetAttribute{MarkdownDescription: "Numbers.", Optional: true, ElementType: types.NumberType},
			"objects": schema.MapAttribute{MarkdownDescription: "Objects.", Optional: true, ElementType: types.ObjectType{AttrTypes: map[string]attr.Type{
				"on": types.BoolType,
			}}},
			"anything": schema.DynamicAttribute{MarkdownDescription: "Anything.", Optional: true},
			"one": schema.SingleNestedAttribute{MarkdownDescription: "One.", Optional: true, Attributes: map[string]schema.Attribute{
				"inner": schema.ListNestedAttribute{MarkdownDescription: "Inner.", Computed: true, NestedObject: nested()},
			}},
			"some":  schema.SetNestedAttribute{MarkdownDescription: "Some.", Optional: true, NestedObject: nested()},
			"named": schema.MapNestedAttribute{MarkdownDescription: "Named.", Optional: true, NestedObject: nested()},
		},
		Blocks: map[string]schema.Block{
			"single": schema.SingleNestedBlock{MarkdownDescription: "Single.", Attributes: map[string]schema.Attribute{
				"deep": schema.StringAttribute{MarkdownDescription: "Deep.", Optional: true},
			}},
			"row":  schema.ListNestedBlock{MarkdownDescription: "Row."},
			"cell": schema.SetNestedBlock{MarkdownDescription: "Cell."},
		},
	}
}

func nested() schema.NestedAttributeObject {
	return schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
		"name": schema.StringAttribute{MarkdownDescription: "Name.", Computed: true},
	}}
}

func (tinyResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Version: 1,
		Attributes: map[string]identityschema.Attribute{
			"id":     identityschema.StringAttribute{Description: "ID.", RequiredForImport: true},
			"region": identityschema.StringAttribute{Description: "Region.", OptionalForImport: true},
		},
	}
}

type tinyDataSource struct{ datasource.DataSource }

func (tinyDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "tiny_things"
}

func (tinyDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = datasourceschema.Schema{
		MarkdownDescription: "All things.",
		DeprecationMessage:  "Look elsewhere.",
		Attributes: map[string]datasourceschema.Attribute{
			"ids": datasourceschema.SetAttribute{MarkdownDescription: "IDs.", Computed: true, ElementType: types.StringType},
		},
	}
}

type tinyEphemeral struct{ ephemeral.EphemeralResource }

func (tinyEphemeral) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "tiny_token"
}

func (tinyEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{
		MarkdownDescription: "A token.",
		Attributes: map[string]ephemeralschema.Attribute{
			"value": ephemeralschema.StringAttribute{MarkdownDescription: "Value.", Computed: true, Sensitive: true},
		},
	}
}

type tinyList struct{ list.ListResource }

func (tinyList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "tiny_thing"
}

func (tinyList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listschema.Schema{
		MarkdownDescription: "Lists things.",
		Attributes: map[string]listschema.Attribute{
			"prefix": listschema.StringAttribute{MarkdownDescription: "Prefix.", Optional: true},
		},
	}
}

type tinyAction struct{ action.Action }

func (tinyAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "tiny_kick"
}

func (tinyAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actionschema.Schema{
		MarkdownDescription: "Kicks a thing.",
		Attributes: map[string]actionschema.Attribute{
			"force": actionschema.Int64Attribute{MarkdownDescription: "Force.", Required: true},
		},
	}
}

type tinyFunction struct{ function.Function }

func (tinyFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "join_things"
}

func (tinyFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             "Joins things",
		MarkdownDescription: "Joins things with a separator.",
		DeprecationMessage:  "Use join.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "separator", MarkdownDescription: "Separator.", AllowNullValue: true},
		},
		VariadicParameter: function.ListParameter{Name: "things", MarkdownDescription: "Things.", ElementType: types.StringType},
		Return:            function.StringReturn{},
	}
}
