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
	filed(p.Resources(ctx), described.Resources, ofSchema, func(one resource.Resource) string {
		var named resource.MetadataResponse
		one.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: provider.TypeName}, &named)
		return named.TypeName
	})
	filed(p.DataSources(ctx), described.DataSources, ofSchema, func(one datasource.DataSource) string {
		var named datasource.MetadataResponse
		one.Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: provider.TypeName}, &named)
		return named.TypeName
	})
	if p, ok := p.(framework.ProviderWithListResources); ok {
		filed(p.ListResources(ctx), described.ListResources, ofSchema, func(one list.ListResource) string {
			var named resource.MetadataResponse
			one.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: provider.TypeName}, &named)
			return named.TypeName
		})
	}
	if p, ok := p.(framework.ProviderWithActions); ok {
		filed(p.Actions(ctx), described.Actions, ofAction, func(one action.Action) string {
			var named action.MetadataResponse
			one.Metadata(ctx, action.MetadataRequest{ProviderTypeName: provider.TypeName}, &named)
			return named.TypeName
		})
	}
	if p, ok := p.(framework.ProviderWithFunctions); ok {
		filed(p.Functions(ctx), described.Functions, ofFunction, func(one function.Function) string {
			var named function.MetadataResponse
			one.Metadata(ctx, function.MetadataRequest{}, &named)
			return named.Name
		})
	}
	return encode(name, described)
}

// filed adds the subject of each type to its description.
func filed[T, S any](all []func() T, schemas map[string]S, description func(*S) *string, name func(T) string) {
	for _, fresh := range all {
		one := fresh()
		paged, ok := any(one).(base.Paged)
		if !ok {
			continue // a test over all types fails on it
		}
		described := schemas[name(one)]
		text := description(&described)
		*text = paged.Page().Filed(*text)
		schemas[name(one)] = described
	}
}

func ofSchema(s *schema) *string           { return &s.Block.Description }
func ofAction(a *actionSchema) *string     { return &a.Block.Description }
func ofFunction(f *functionSchema) *string { return &f.Description }
