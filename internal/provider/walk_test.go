// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// The tests of this package walk over all types at once: what one type must have,
// the next one must have as well.

// whole is the provider with everything that it may implement.
type whole interface {
	frameworkprovider.ProviderWithActions
	frameworkprovider.ProviderWithFunctions
	frameworkprovider.ProviderWithListResources
}

func everything(t *testing.T) whole {
	t.Helper()
	p, ok := provider.New("test")().(whole)
	require.True(t, ok, "the provider lacks functions, list resources or actions")
	return p
}

func server(t *testing.T) *protocol.Server {
	t.Helper()
	return protocol.New(t, provider.New("test")())
}

// inOrder goes through a map in the order of its names.
func inOrder[V any](all map[string]V) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, name := range slices.Sorted(maps.Keys(all)) {
			if !yield(name, all[name]) {
				return
			}
		}
	}
}

func resources(ctx context.Context, p whole) map[string]resource.Resource {
	all := make(map[string]resource.Resource)
	for _, fresh := range p.Resources(ctx) {
		var named resource.MetadataResponse
		one := fresh()
		one.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: provider.TypeName}, &named)
		all[named.TypeName] = one
	}
	return all
}

func dataSources(ctx context.Context, p whole) map[string]datasource.DataSource {
	all := make(map[string]datasource.DataSource)
	for _, fresh := range p.DataSources(ctx) {
		var named datasource.MetadataResponse
		one := fresh()
		one.Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: provider.TypeName}, &named)
		all[named.TypeName] = one
	}
	return all
}

func listResources(ctx context.Context, p whole) map[string]list.ListResource {
	all := make(map[string]list.ListResource)
	for _, fresh := range p.ListResources(ctx) {
		var named resource.MetadataResponse
		one := fresh()
		one.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: provider.TypeName}, &named)
		all[named.TypeName] = one
	}
	return all
}

func actions(ctx context.Context, p whole) map[string]action.Action {
	all := make(map[string]action.Action)
	for _, fresh := range p.Actions(ctx) {
		var named action.MetadataResponse
		one := fresh()
		one.Metadata(ctx, action.MetadataRequest{ProviderTypeName: provider.TypeName}, &named)
		all[named.TypeName] = one
	}
	return all
}

func functions(ctx context.Context, p whole) map[string]function.Function {
	all := make(map[string]function.Function)
	for _, fresh := range p.Functions(ctx) {
		var named function.MetadataResponse
		one := fresh()
		one.Metadata(ctx, function.MetadataRequest{}, &named)
		all[named.Name] = one
	}
	return all
}

// A type that is registered twice hides behind its twin in every map.
func TestNames(t *testing.T) {
	t.Parallel()
	ctx, p := t.Context(), everything(t)
	form := regexp.MustCompile(`^` + provider.TypeName + `(_[a-z0-9]+)+$`)
	check := func(kind string, registered int, names []string) {
		assert.Len(t, names, registered, "two %s have the same name", kind)
		for _, name := range names {
			assert.Regexp(t, form, name, kind)
		}
	}
	check("resources", len(p.Resources(ctx)), slices.Collect(maps.Keys(resources(ctx, p))))
	check("data sources", len(p.DataSources(ctx)), slices.Collect(maps.Keys(dataSources(ctx, p))))
	check("list resources", len(p.ListResources(ctx)), slices.Collect(maps.Keys(listResources(ctx, p))))
	check("actions", len(p.Actions(ctx)), slices.Collect(maps.Keys(actions(ctx, p))))

	names := slices.Collect(maps.Keys(functions(ctx, p)))
	assert.Len(t, names, len(p.Functions(ctx)), "two functions have the same name")
	for _, name := range names {
		assert.Regexp(t, `^[a-z0-9]+(_[a-z0-9]+)*$`, name)
		assert.NotContains(t, name, provider.TypeName, "functions are called provider::%s::%s", provider.TypeName, name)
	}
}

func TestImplementations(t *testing.T) {
	t.Parallel()
	ctx, p := t.Context(), everything(t)
	valid := func(t *testing.T, diags ...diag.Diagnostics) {
		t.Helper()
		for _, one := range diags {
			assert.Empty(t, one)
		}
	}
	var block frameworkprovider.SchemaResponse
	p.Schema(ctx, frameworkprovider.SchemaRequest{}, &block)
	valid(t, block.Diagnostics, block.Schema.ValidateImplementation(ctx))

	for name, one := range inOrder(resources(ctx, p)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var schema resource.SchemaResponse
			one.Schema(t.Context(), resource.SchemaRequest{}, &schema)
			valid(t, schema.Diagnostics, schema.Schema.ValidateImplementation(t.Context()))
			if identified, ok := one.(resource.ResourceWithIdentity); ok {
				var identity resource.IdentitySchemaResponse
				identified.IdentitySchema(t.Context(), resource.IdentitySchemaRequest{}, &identity)
				valid(t, identity.Diagnostics, identity.IdentitySchema.ValidateImplementation(t.Context()))
			}
		})
	}
	for name, one := range inOrder(dataSources(ctx, p)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var schema datasource.SchemaResponse
			one.Schema(t.Context(), datasource.SchemaRequest{}, &schema)
			valid(t, schema.Diagnostics, schema.Schema.ValidateImplementation(t.Context()))
		})
	}
	for name, one := range inOrder(listResources(ctx, p)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var schema list.ListResourceSchemaResponse
			one.ListResourceConfigSchema(t.Context(), list.ListResourceSchemaRequest{}, &schema)
			valid(t, schema.Diagnostics, schema.Schema.ValidateImplementation(t.Context()))
		})
	}
	for name, one := range inOrder(actions(ctx, p)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var schema action.SchemaResponse
			one.Schema(t.Context(), action.SchemaRequest{}, &schema)
			valid(t, schema.Diagnostics, schema.Schema.ValidateImplementation(t.Context()))
		})
	}
	for name, one := range inOrder(functions(ctx, p)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var definition function.DefinitionResponse
			one.Definition(t.Context(), function.DefinitionRequest{}, &definition)
			var validated function.DefinitionValidateResponse
			definition.Definition.ValidateImplementation(t.Context(), function.DefinitionValidateRequest{FuncName: name}, &validated)
			valid(t, definition.Diagnostics, validated.Diagnostics)
		})
	}
}

// Every resource can be told apart, taken over and found.
func TestResourcesAreComplete(t *testing.T) {
	t.Parallel()
	ctx, p := t.Context(), everything(t)
	all, lists := resources(ctx, p), listResources(ctx, p)
	identities := server(t).IdentitySchemas()
	for name, one := range inOrder(all) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			assert.Implements(t, (*resource.ResourceWithIdentity)(nil), one)
			assert.Implements(t, (*resource.ResourceWithImportState)(nil), one)
			if identity := identities[name]; assert.NotNil(t, identity, "no identity") {
				required := slices.ContainsFunc(identity.IdentityAttributes, func(a *tfprotov6.ResourceIdentitySchemaAttribute) bool { return a.RequiredForImport })
				assert.True(t, required, "nothing of the identity is required for import")
			}
			if page(t, one).NoList != "" {
				assert.NotContains(t, lists, name, "it has a list resource; take NoList from its page")
			} else {
				assert.Contains(t, lists, name, "no list resource; if Atlassian can't list it, say why in NoList of its page")
			}
		})
	}
	for name := range lists {
		assert.Contains(t, all, name, "a list resource of nothing")
	}
}

// page is the documentation page of a type.
func page(t *testing.T, one any) base.Page {
	t.Helper()
	paged, ok := one.(base.Paged)
	require.True(t, ok, "the type has no Page method")
	return paged.Page()
}

// Every type says once, beside itself, which subject its page is filed under.
func TestPagesHaveSubjects(t *testing.T) {
	t.Parallel()
	ctx, p := t.Context(), everything(t)
	for name, one := range inOrder(resources(ctx, p)) {
		assert.NotEmpty(t, page(t, one).Subject, name)
	}
	for name, one := range inOrder(dataSources(ctx, p)) {
		assert.NotEmpty(t, page(t, one).Subject, name)
	}
	for name, one := range inOrder(listResources(ctx, p)) {
		assert.NotEmpty(t, page(t, one).Subject, name)
	}
	for name, one := range inOrder(actions(ctx, p)) {
		assert.NotEmpty(t, page(t, one).Subject, name)
	}
	for name, one := range inOrder(functions(ctx, p)) {
		assert.NotEmpty(t, page(t, one).Subject, name)
	}
}

// sentence is a first sentence with its full stop.
var sentence = regexp.MustCompile(`\A[^\n]+?\.(\s|\z)`)

func TestDescriptions(t *testing.T) {
	t.Parallel()
	schemas := server(t).Schemas()
	t.Run("provider", func(t *testing.T) {
		t.Parallel()
		describedBlock(t, "provider", schemas.Provider.Block)
	})
	described := func(kind string, all map[string]*tfprotov6.Schema) {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			for name, schema := range inOrder(all) {
				t.Run(name, func(t *testing.T) {
					t.Parallel()
					describedBlock(t, name, schema.Block)
				})
			}
		})
	}
	described("resources", schemas.ResourceSchemas)
	described("data sources", schemas.DataSourceSchemas)
	described("list resources", schemas.ListResourceSchemas)
	actions := make(map[string]*tfprotov6.Schema)
	for name, one := range schemas.ActionSchemas {
		actions[name] = one.Schema
	}
	described("actions", actions)
	t.Run("identities", func(t *testing.T) {
		t.Parallel()
		for name, schema := range inOrder(server(t).IdentitySchemas()) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				for _, attribute := range schema.IdentityAttributes {
					assert.Regexp(t, sentence, attribute.Description, "%s.%s", name, attribute.Name)
				}
			})
		}
	})
	t.Run("functions", func(t *testing.T) {
		t.Parallel()
		for name, one := range inOrder(schemas.Functions) {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				assert.NotEmpty(t, one.Summary, name)
				describedText(t, name, one.Description, one.DescriptionKind)
				parameters := slices.Clone(one.Parameters)
				if one.VariadicParameter != nil {
					parameters = append(parameters, one.VariadicParameter)
				}
				for _, parameter := range parameters {
					describedText(t, name+" "+parameter.Name, parameter.Description, parameter.DescriptionKind)
				}
			})
		}
	})
}

func describedText(t *testing.T, at, text string, kind tfprotov6.StringKind) {
	t.Helper()
	assert.Regexp(t, sentence, text, "%s: the first sentence of the description ends with a full stop", at)
	assert.Equal(t, tfprotov6.StringKindMarkdown, kind, "%s: use MarkdownDescription", at)
	if _, after, found := strings.Cut(text, "unknown operation "); found {
		name, _, _ := strings.Cut(after, "\n")
		t.Errorf("%s: the page names an operation that the client hasn't got: %s", at, name)
	}
	assert.Equal(t, strings.TrimSpace(text), text, at)
}

func describedBlock(t *testing.T, at string, block *tfprotov6.SchemaBlock) {
	t.Helper()
	describedText(t, at, block.Description, block.DescriptionKind)
	describedAttributes(t, at, block.Attributes)
	for _, nested := range block.BlockTypes {
		describedBlock(t, at+"."+nested.TypeName, nested.Block)
	}
}

func describedAttributes(t *testing.T, at string, attributes []*tfprotov6.SchemaAttribute) {
	t.Helper()
	for _, attribute := range attributes {
		at := at + "." + attribute.Name
		describedText(t, at, attribute.Description, attribute.DescriptionKind)
		if attribute.NestedType != nil {
			describedAttributes(t, at, attribute.NestedType.Attributes)
		}
	}
}
