// SPDX-License-Identifier: MPL-2.0

package rpc

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// organizationKey is the key of the private data that names the organization of an object.
const organizationKey = "organization"

// A person has one account ID in all organizations, and names are the same in many. With a wrong variable file or workspace, the state of one
// organization would be read, mended and ended in another one, whose people never had anything to do with it. So each object is of one
// organization. Terraform keeps identities, which have it as well, only from 1.12 on, and no destruction is held to them.

// Configure passes on the organization.
func (r *Resource) Configure(ctx context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.organization, _ = req.ProviderData.(*organization.Organization)
	r.complete.Configure(ctx, req, resp)
}

// ImportState imports the object, which is one of the provider's organization.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.complete.ImportState(ctx, req, resp)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.own(ctx, resp.Private)...)
	}
}

// Read refreshes the object, unless it is of another organization.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	if resp.Diagnostics.Append(r.foreign(ctx, req.Private)...); resp.Diagnostics.HasError() {
		return
	}
	r.complete.Read(ctx, req, resp)
	if !resp.State.Raw.IsNull() && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.own(ctx, resp.Private)...)
	}
}

// own notes that the object is of the provider's organization.
func (r *Resource) own(ctx context.Context, kept base.Private) diag.Diagnostics {
	if r.organization == nil {
		return nil
	}
	return base.Note(ctx, kept, organizationKey, r.organization.ID())
}

// foreign refuses an object of another organization.
func (r *Resource) foreign(ctx context.Context, kept base.Private) diag.Diagnostics {
	data, diags := kept.GetKey(ctx, organizationKey)
	if len(data) == 0 || r.organization == nil {
		return diags
	}
	var its string
	_ = json.Unmarshal(data, &its) // nothing else writes it
	if !strings.EqualFold(its, r.organization.ID()) {
		diags.AddError("The state is of another organization", fmt.Sprintf(
			"The object in the state is one of organization %s, and the provider is configured for organization %s. The provider does not read, change or destroy it there. "+
				"If you mean organization %[1]s, look at the variable files, the workspace, the environment variables and the provider alias. "+
				"If you mean organization %[2]s, use another state, or first take the object out of this one with `terraform state rm`, which changes nothing at Atlassian.",
			base.Word(its), base.Word(r.organization.ID())))
	}
	return diags
}
