// SPDX-License-Identifier: MPL-2.0

package rpc_test

import (
	"context"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	atlassian "github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
)

const secret = "a-secret-of-the-configuration"

// faulty is a provider whose types panic with what is written in their configuration.
type faulty struct{}

func (faulty) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "faulty"
}
func (faulty) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (faulty) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (f faulty) Resources(context.Context) []func() resource.Resource                            { return f.resources() }

func (faulty) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return faultySource{} }}
}

func (faulty) Functions(context.Context) []func() function.Function {
	return []func() function.Function{func() function.Function { return faultyFunction{} }}
}

func (faulty) Actions(context.Context) []func() action.Action {
	return rpc.Actions([]func() action.Action{func() action.Action { return faultyAction{} }})
}

type faultySource struct{}

func (faultySource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "faulty_source"
}

func (faultySource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{"text": schema.StringAttribute{Required: true}}}
}

func (faultySource) Read(_ context.Context, req datasource.ReadRequest, _ *datasource.ReadResponse) {
	panic(req.Config.Raw.String())
}

type faultyFunction struct{}

func (faultyFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "fail"
}

func (faultyFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{Parameters: []function.Parameter{function.StringParameter{Name: "text"}}, Return: function.StringReturn{}}
}

func (faultyFunction) Run(ctx context.Context, req function.RunRequest, _ *function.RunResponse) {
	var text string
	_ = req.Arguments.Get(ctx, &text)
	panic(text)
}

type faultyAction struct{}

func (faultyAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "faulty_action"
}

func (faultyAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actionschema.Schema{Attributes: map[string]actionschema.Attribute{"text": actionschema.StringAttribute{Required: true}}}
}

func (faultyAction) Invoke(_ context.Context, req action.InvokeRequest, _ *action.InvokeResponse) {
	panic(req.Config.Raw.String())
}

// A panic behind the framework says where it was, and nothing of the configuration.
func TestAPanicBehindTheFramework(t *testing.T) {
	t.Parallel()
	server := protocol.New(t, faulty{})
	require.NoError(t, server.Configure(map[string]any{}).Err())
	_, read := server.ReadDataSource("faulty_source", map[string]any{"text": secret})
	_, invoked := server.InvokeAction("faulty_action", map[string]any{"text": secret})
	_, called := server.CallFunction("fail", secret)
	require.Error(t, called)
	for what, says := range map[string]string{"faultySource.Read": read.Err().Error(), "faultyAction.Invoke": invoked.Err().Error(), "faultyFunction.Run": called.Error()} {
		assert.Contains(t, says, "The provider has failed")
		assert.Contains(t, says, what+" (panic_test.go:")
		assert.NotContains(t, says, secret)
	}
}

// Every action of the provider recovers by itself.
func TestEveryActionRecovers(t *testing.T) {
	t.Parallel()
	whole, ok := atlassian.New("test")().(provider.ProviderWithActions)
	require.True(t, ok)
	all := whole.Actions(t.Context())
	require.NotEmpty(t, all)
	for _, fresh := range all {
		require.IsType(t, &rpc.Action{}, fresh())
	}
}

// There is one place that makes a server of a provider: what makes one elsewhere recovers nothing. What plays a provider of somebody else in
// tests of migrations is no provider of ours.
func TestNothingElseServesTheProvider(t *testing.T) {
	t.Parallel()
	root := os.DirFS("../../..")
	require.NoError(t, fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") || strings.HasPrefix(file, "internal/provider/rpc/") ||
			strings.HasPrefix(file, "internal/acctest/formerly/") {
			return err
		}
		text, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range parsed.Imports {
			assert.NotEqual(t, `"github.com/hashicorp/terraform-plugin-framework/providerserver"`, spec.Path.Value, "%s serves a provider by itself: call rpc.NewServer", file)
		}
		return nil
	}))
}
