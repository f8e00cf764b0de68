// SPDX-License-Identifier: MPL-2.0

package schemajson

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	framework "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// ForPages is [JSONUnder] for the generator of the documentation. The description of each type ends with the subject of its page,
// which the templates read from there. The server does not send subjects, and the snapshot does not contain them.
func ForPages(ctx context.Context, name string, p framework.Provider, server tfprotov6.ProviderServer) ([]byte, error) {
	described, err := describe(ctx, server)
	if err != nil {
		return nil, err
	}
	EachPage(ctx, p, func(folder, name string, page base.Page) {
		switch folder {
		case "resources":
			filed(described.Resources, name, page, ofSchema)
		case "data-sources":
			filed(described.DataSources, name, page, ofSchema)
		case "list-resources":
			filed(described.ListResources, name, page, ofSchema)
		case "actions":
			filed(described.Actions, name, page, ofAction)
		case "functions":
			filed(described.Functions, name, page, ofFunction)
		}
	})
	return encode(name, described)
}

// EachPage visits the page of each type of a provider, with the folder of the documentation that has it.
func EachPage(ctx context.Context, p framework.Provider, visit func(folder, name string, page base.Page)) {
	paged("resources", p.Resources(ctx), visit, func(one resource.Resource) string {
		var named resource.MetadataResponse
		one.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: provider.TypeName}, &named)
		return named.TypeName
	})
	paged("data-sources", p.DataSources(ctx), visit, func(one datasource.DataSource) string {
		var named datasource.MetadataResponse
		one.Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: provider.TypeName}, &named)
		return named.TypeName
	})
	if p, ok := p.(framework.ProviderWithListResources); ok {
		paged("list-resources", p.ListResources(ctx), visit, func(one list.ListResource) string {
			var named resource.MetadataResponse
			one.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: provider.TypeName}, &named)
			return named.TypeName
		})
	}
	if p, ok := p.(framework.ProviderWithActions); ok {
		paged("actions", p.Actions(ctx), visit, func(one action.Action) string {
			var named action.MetadataResponse
			one.Metadata(ctx, action.MetadataRequest{ProviderTypeName: provider.TypeName}, &named)
			return named.TypeName
		})
	}
	if p, ok := p.(framework.ProviderWithFunctions); ok {
		paged("functions", p.Functions(ctx), visit, func(one function.Function) string {
			var named function.MetadataResponse
			one.Metadata(ctx, function.MetadataRequest{}, &named)
			return named.Name
		})
	}
}

// paged visits the pages of the types of one folder. A test over all types fails on one that has no page.
func paged[T any](folder string, all []func() T, visit func(folder, name string, page base.Page), name func(T) string) {
	for _, fresh := range all {
		one := fresh()
		if page, ok := any(one).(base.Paged); ok {
			visit(folder, name(one), page.Page())
		}
	}
}

// filed adds the subject of a type to its description.
func filed[S any](schemas map[string]S, name string, page base.Page, description func(*S) *string) {
	described := schemas[name]
	text := description(&described)
	*text = page.Filed(*text)
	schemas[name] = described
}

func ofSchema(s *schema) *string           { return &s.Block.Description }
func ofAction(a *actionSchema) *string     { return &a.Block.Description }
func ofFunction(f *functionSchema) *string { return &f.Description }
