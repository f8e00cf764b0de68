// SPDX-License-Identifier: MPL-2.0

package formerly

import (
	"context"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Provider is somebody else's provider.
type Provider struct {
	// Source is its address without the registry.
	Source string

	types map[string]schema.Schema
}

// Server plays the provider in a test.
func (p Provider) Server(t testing.TB) func() tfprotov6.ProviderServer {
	t.Helper()
	return providerserver.NewProtocol6(&player{of: p, t: t})
}

type player struct {
	of Provider
	t  testing.TB
}

func (p *player) Metadata(_ context.Context, _ provider.MetadataRequest, response *provider.MetadataResponse) {
	response.TypeName = "formerly" // the types below have whole names
}

func (p *player) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (p *player) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (p *player) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p *player) Resources(context.Context) []func() resource.Resource {
	var all []func() resource.Resource
	for _, name := range slices.Sorted(maps.Keys(p.of.types)) {
		all = append(all, func() resource.Resource { return &object{name: name, schema: p.of.types[name], t: p.t} })
	}
	return all
}

// object is of any type.
type object struct {
	name   string
	schema schema.Schema
	t      testing.TB
}

func (o *object) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = o.name
}

func (o *object) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = o.schema
}

// Read leaves the state as it is.
func (o *object) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (o *object) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {
	o.t.Errorf("Terraform creates an %s.", o.name)
}

func (o *object) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {
	o.t.Errorf("Terraform changes an %s.", o.name)
}

func (o *object) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
	o.t.Errorf("Terraform deletes an %s.", o.name)
}
