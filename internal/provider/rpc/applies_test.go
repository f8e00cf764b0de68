// SPDX-License-Identifier: MPL-2.0

package rpc_test

import (
	"context"
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	atlassian "github.com/orgsec/terraform-provider-atlassian/internal/provider"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/rpc"
)

// faultyResource panics in the middle of every change. Its text says in which one, and whether it has saved something before.
type faultyResource struct{}

func (faultyResource) Page() base.Page { return base.Page{} }

func (faultyResource) Configure(context.Context, resource.ConfigureRequest, *resource.ConfigureResponse) {
}

func (faultyResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "faulty_resource"
}

func (faultyResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"text": schema.StringAttribute{Required: true}, "saved": schema.StringAttribute{Computed: true},
	}}
}

func (faultyResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{"id": identityschema.StringAttribute{RequiredForImport: true}}}
}

func (faultyResource) ImportState(context.Context, resource.ImportStateRequest, *resource.ImportStateResponse) {
}

func (faultyResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var text string
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("text"), &text)...)
	if text != "too early" {
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), "1")...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("text"), text)...)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("saved"), "created")...)
	}
	panic(secret)
}

func (faultyResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {
	panic(secret)
}

func (faultyResource) Update(ctx context.Context, _ resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("saved"), "half")...)
	panic(secret)
}

func (faultyResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
	panic(secret)
}

func (faulty) resources() []func() resource.Resource {
	return rpc.Resources([]func() resource.Resource{func() resource.Resource { return faultyResource{} }})
}

// An apply that panics keeps what the resource has saved before, with its identity.
func TestAPanicInAnApplyKeepsWhatWasSaved(t *testing.T) {
	t.Parallel()
	server := protocol.New(t, faulty{})
	require.NoError(t, server.Configure(map[string]any{}).Err())
	says := func(diagnostics protocol.Diagnostics, place string) {
		t.Helper()
		require.ErrorContains(t, diagnostics.Err(), "The provider has failed")
		require.ErrorContains(t, diagnostics.Err(), place+" (applies_test.go:")
		require.ErrorContains(t, diagnostics.Err(), "Called from:\n  internal/provider/rpc.(*Resource).")
		require.NotContains(t, diagnostics.Err().Error(), secret)
	}
	create := func(text string) (*protocol.State, protocol.Diagnostics) {
		plan := server.PlanCreate("faulty_resource", map[string]any{"text": text})
		require.NoError(t, plan.Diagnostics.Err())
		return server.ApplyResource(plan)
	}

	state, diagnostics := create("too early")
	says(diagnostics, "faultyResource.Create")
	require.ErrorContains(t, diagnostics.Err(), "The state does not contain this object yet")
	require.Nil(t, state)

	state, diagnostics = create("a")
	says(diagnostics, "faultyResource.Create")
	require.NotContains(t, diagnostics.Err().Error(), "The state does not contain this object yet")
	require.NotNil(t, state)
	require.Equal(t, map[string]any{"text": "a", "saved": "created"}, state.Values)
	require.Equal(t, map[string]any{"id": "1"}, state.Identity)

	read, diagnostics := server.ReadResource(state)
	require.ErrorContains(t, diagnostics.Err(), "faultyResource.Read (applies_test.go:")
	require.Equal(t, state.Values, read.Values)
	require.Equal(t, state.Identity, read.Identity)

	server.Walk()
	plan := server.PlanUpdate(state, map[string]any{"text": "b"})
	require.NoError(t, plan.Diagnostics.Err())
	updated, diagnostics := server.ApplyResource(plan)
	says(diagnostics, "faultyResource.Update")
	require.Equal(t, map[string]any{"text": "a", "saved": "half"}, updated.Values)

	server.Walk()
	plan = server.PlanResource("faulty_resource", state, nil)
	require.NoError(t, plan.Diagnostics.Err())
	left, diagnostics := server.ApplyResource(plan)
	says(diagnostics, "faultyResource.Delete")
	require.Equal(t, state.Values, left.Values)
}

// Every resource of the provider is wrapped, and the wrapper hides no method of any: the framework looks for methods to learn what a
// resource can do.
func TestEveryResourceIsWrappedAsAWhole(t *testing.T) {
	t.Parallel()
	all := atlassian.New("test")().Resources(t.Context())
	require.NotEmpty(t, all)
	for _, fresh := range all {
		wrapped, ok := fresh().(*rpc.Resource)
		require.True(t, ok, "%T is not wrapped", fresh())
		for method := range reflect.TypeOf(wrapped.Inner()).Methods() {
			_, has := reflect.TypeOf(wrapped).MethodByName(method.Name)
			assert.True(t, has, "%T has the method %s, which its wrapper hides", wrapped.Inner(), method.Name)
		}
	}
}

// Terraform keeps what an apply has saved before it panicked, as a tainted object, and goes on with its other work.
func TestTerraformKeepsWhatAPanicHasLeft(t *testing.T) {
	t.Parallel()
	w := cli.New(t, simulated.Start(t))
	w.Attach(atlassian.Address, func() tfprotov6.ProviderServer { return rpc.NewServer(faulty{}) })
	w.Write("versions.tf", "terraform {\n  required_providers {\n    faulty = { source = \""+atlassian.Address+"\" }\n  }\n}\n")
	w.Write("main.tf", "resource \"faulty_resource\" \"this\" {\n  text = \"a\"\n}\n")
	applied := w.Run("apply", "-auto-approve")
	require.Equal(t, 1, applied.ExitCode, applied.Output)
	require.Contains(t, applied.Output, "The provider has failed")
	require.Contains(t, applied.Output, "Called from:")
	require.NotContains(t, applied.Output, secret)
	require.NotContains(t, applied.Output, "crashed")
	shown := w.MustRun("show").Output
	require.Contains(t, shown, "# faulty_resource.this: (tainted)")
	require.Contains(t, shown, `saved = "created"`)
}
