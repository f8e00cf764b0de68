// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/keys"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ datasource.DataSourceWithConfigure = (*apiKeys)(nil)

// newAPIKeys makes a data source atlassian_api_keys.
func newAPIKeys() datasource.DataSource { return &apiKeys{} }

// apiKeys is the data source atlassian_api_keys.
type apiKeys struct{ base.DataSource }

type apiKeysModel struct {
	filterModel

	APIKeys []credentialModel `tfsdk:"api_keys"`
}

// Metadata names the type.
func (*apiKeys) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_api_keys"
}

// Schema describes the attributes.
func (*apiKeys) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := filterAttributes("keys", "creator")
	attributes["api_keys"] = schema.ListNestedAttribute{
		MarkdownDescription: "API keys, sorted by label. Empty if no key matches.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: credentialAttributes("key", "Person who created the key.",
			"Whether the provider runs with this key: `yes`, `maybe` or `no`. It is `yes` for the only key that can be the provider's own, and `maybe` for each of several. See [The provider's own key](#the-providers-own-key).")},
	}
	resp.Schema = schema.Schema{MarkdownDescription: apiKeysPage.Markdown(), Attributes: attributes}
}

// Read lists the keys.
func (d *apiKeys) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model apiKeysModel
	resp.Diagnostics.Append(base.Get(ctx, req.Config, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	all, err := d.Organization.Keys.APIKeys(ctx)
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot list the API keys", err))
		return
	}
	filter, asOf := model.filter()
	own := keys.OwnKeys(all, "", time.Now())
	model.APIKeys = []credentialModel{}
	for _, k := range filter.Keys(all) {
		model.APIKeys = append(model.APIKeys, newCredentialModel(k.ID, k.Label, k.CreatedBy, k.Scopes, k.CreatedAt, k.LastActiveAt, k.ExpiresAt, asOf, own[k.ID]))
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, &model)...)
}
