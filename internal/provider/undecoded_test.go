// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// foreign is the schema of another type, into whose values no model fits.
var foreign = schema.Schema{Attributes: map[string]schema.Attribute{"foreign": schema.StringAttribute{Optional: true}}}

// undecoded is a state that no model can be read from.
func undecoded(ctx context.Context) tfsdk.State {
	return tfsdk.State{Schema: foreign, Raw: tftypes.NewValue(foreign.Type().TerraformType(ctx), map[string]tftypes.Value{
		"foreign": tftypes.NewValue(tftypes.String, "value"),
	})}
}

// failedAlone requires an error and nothing beside it: a warning would speak of what nobody could read.
func failedAlone(t *testing.T, what string, diags diag.Diagnostics) {
	t.Helper()
	assert.True(t, diags.HasError(), "%s takes what does not decode", what)
	assert.Empty(t, diags.Warnings(), "%s warns from what did not decode", what)
}

// asked is a run over an organization that counts what it is asked.
func asked(t *testing.T) (*organization.Organization, *simulated.Organization) {
	t.Helper()
	org := simulated.Start(t)
	o, err := organization.New(organization.Settings{
		OrganizationID: org.Credentials.OrganizationID, APIKey: org.Credentials.APIKey, BaseURL: org.URL, RequestTimeout: time.Minute,
		UserEmail: org.Credentials.UserEmail, UserAPIToken: org.Credentials.UserAPIToken, AllowAppUninstall: true,
	})
	require.NoError(t, err)
	return o, org
}

// What did not decode is not acted on and not spoken of, whichever operation meets it.
func TestWhatDoesNotDecode(t *testing.T) {
	t.Parallel()
	ctx, p := t.Context(), everything(t)
	for name, one := range inOrder(resources(ctx, p)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, org := asked(t)
			undecodedResource(t, one, o)
			assert.Zero(t, org.Requests(), "%v", org.Simulator.Requests())
		})
	}
	for name, one := range inOrder(dataSources(ctx, p)) {
		t.Run("data "+name, func(t *testing.T) {
			t.Parallel()
			o, org := asked(t)
			if configured, ok := one.(datasource.DataSourceWithConfigure); ok {
				configured.Configure(t.Context(), datasource.ConfigureRequest{ProviderData: o}, &datasource.ConfigureResponse{})
			}
			state := undecoded(t.Context())
			resp := datasource.ReadResponse{State: state}
			one.Read(t.Context(), datasource.ReadRequest{Config: tfsdk.Config(state)}, &resp)
			failedAlone(t, "reading", resp.Diagnostics)
			if len(configurable(t.Context(), one)) > 0 { // else there is nothing to decode before the answer
				assert.Zero(t, org.Requests(), "%v", org.Simulator.Requests())
			}
		})
	}
	for name, one := range inOrder(actions(ctx, p)) {
		t.Run("action "+name, func(t *testing.T) {
			t.Parallel()
			o, org := asked(t)
			if configured, ok := one.(action.ActionWithConfigure); ok {
				configured.Configure(t.Context(), action.ConfigureRequest{ProviderData: o}, &action.ConfigureResponse{})
			}
			config := tfsdk.Config(undecoded(t.Context()))
			if planned, ok := one.(action.ActionWithModifyPlan); ok {
				var resp action.ModifyPlanResponse
				planned.ModifyPlan(t.Context(), action.ModifyPlanRequest{Config: config}, &resp)
				failedAlone(t, "the plan", resp.Diagnostics)
			}
			resp := action.InvokeResponse{SendProgress: func(action.InvokeProgressEvent) {}}
			one.Invoke(t.Context(), action.InvokeRequest{Config: config}, &resp)
			failedAlone(t, "the invocation", resp.Diagnostics)
			assert.Zero(t, org.Requests(), "%v", org.Simulator.Requests())
		})
	}
}

// configurable are the attributes of a data source that people write.
func configurable(ctx context.Context, one datasource.DataSource) []string {
	var own datasource.SchemaResponse
	one.Schema(ctx, datasource.SchemaRequest{}, &own)
	var names []string
	for name, attribute := range own.Schema.Attributes {
		if attribute.IsRequired() || attribute.IsOptional() {
			names = append(names, name)
		}
	}
	return names
}

// undecodedResource runs every operation that has a prior state or a plan.
func undecodedResource(t *testing.T, one resource.Resource, o *organization.Organization) {
	t.Helper()
	ctx := t.Context()
	state := undecoded(ctx)
	if configured, ok := one.(resource.ResourceWithConfigure); ok {
		configured.Configure(ctx, resource.ConfigureRequest{ProviderData: o}, &resource.ConfigureResponse{})
	}
	var own resource.SchemaResponse
	one.Schema(ctx, resource.SchemaRequest{}, &own)
	typ := own.Schema.Type().TerraformType(ctx)
	written := nothing(t, typ)
	plan, config := tfsdk.Plan{Schema: own.Schema, Raw: written}, tfsdk.Config{Schema: own.Schema, Raw: written}
	none := tftypes.NewValue(typ, nil)
	if planned, ok := one.(resource.ResourceWithModifyPlan); ok {
		gone := tfsdk.Plan{Schema: own.Schema, Raw: none}
		resp := resource.ModifyPlanResponse{Plan: gone}
		planned.ModifyPlan(ctx, resource.ModifyPlanRequest{State: state, Plan: gone, Config: tfsdk.Config{Schema: own.Schema, Raw: none}}, &resp)
		failedAlone(t, "the plan of the end", resp.Diagnostics)
		assert.True(t, resp.Plan.Raw.IsNull())

		resp = resource.ModifyPlanResponse{Plan: plan}
		planned.ModifyPlan(ctx, resource.ModifyPlanRequest{State: state, Plan: plan, Config: config}, &resp)
		failedAlone(t, "the plan of a change", resp.Diagnostics)

		resp = resource.ModifyPlanResponse{Plan: tfsdk.Plan(state)}
		planned.ModifyPlan(ctx, resource.ModifyPlanRequest{State: tfsdk.State{Schema: own.Schema, Raw: none}, Plan: tfsdk.Plan(state), Config: tfsdk.Config(state)}, &resp)
		failedAlone(t, "the plan of a creation", resp.Diagnostics)
	}
	created := resource.CreateResponse{State: tfsdk.State{Schema: own.Schema, Raw: none}}
	one.Create(ctx, resource.CreateRequest{Plan: tfsdk.Plan(state), Config: tfsdk.Config(state)}, &created)
	failedAlone(t, "the creation", created.Diagnostics)
	assert.True(t, created.State.Raw.IsNull(), "it keeps what it has not created")

	read := resource.ReadResponse{State: state}
	one.Read(ctx, resource.ReadRequest{State: state}, &read)
	failedAlone(t, "reading", read.Diagnostics)
	assert.False(t, read.State.Raw.IsNull(), "what cannot be read is not gone")

	updated := resource.UpdateResponse{State: state}
	one.Update(ctx, resource.UpdateRequest{State: state, Plan: plan, Config: config}, &updated)
	failedAlone(t, "the update", updated.Diagnostics)

	deleted := resource.DeleteResponse{State: state}
	one.Delete(ctx, resource.DeleteRequest{State: state}, &deleted)
	failedAlone(t, "the deletion", deleted.Diagnostics)
}
