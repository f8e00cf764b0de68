// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// Identity is the smallest set of names that identifies an object. The organization's ID is always a part. An import that leaves
// it out means the provider's organization.
type Identity struct {
	// Parts come after organization_id. An object of which an organization has one has none.
	Parts []IdentityPart
}

// IdentityPart is one name in an identity.
type IdentityPart struct {
	// Name is the identity attribute's name, such as "group_id".
	Name string
	// Attribute is the state attribute that an import sets from it; empty means the same name.
	Attribute string
	// Description is one sentence.
	Description string
	// Optional parts may be left out on import; [Identity.Import] returns "" for them.
	Optional bool
	// Form is the form of the part on import. A part in idForms needs none here.
	Form *Form
}

// DirectoryPart is the part of an identity that names the directory. An import that leaves it out means the provider's directory.
var DirectoryPart = IdentityPart{
	Name:        "directory_id",
	Description: "ID of the directory. Default on import: the provider's `directory_id`, else the organization's only directory.",
	Optional:    true,
}

const organizationID = "organization_id"

// Schema returns the schema of the identity.
func (i Identity) Schema() identityschema.Schema {
	attributes := map[string]identityschema.Attribute{
		organizationID: identityschema.StringAttribute{
			OptionalForImport: true,
			Description:       "ID of the organization. Default on import: the provider's organization.",
		},
	}
	if len(i.Parts) == 0 { // an identity needs something
		attributes[organizationID] = identityschema.StringAttribute{RequiredForImport: true, Description: "ID of the provider's organization."}
	}
	for _, part := range i.Parts {
		attributes[part.Name] = identityschema.StringAttribute{
			RequiredForImport: !part.Optional,
			OptionalForImport: part.Optional,
			Description:       part.Description,
		}
	}
	return identityschema.Schema{Attributes: attributes}
}

// Set writes the identity. The values have the order of the parts. Create and Update call it, and so does Read before it removes
// a vanished object from the state: Terraform below 1.12 sends no identity of its own.
func (i Identity) Set(ctx context.Context, identity *tfsdk.ResourceIdentity, o *organization.Organization, values ...string) diag.Diagnostics {
	var diags diag.Diagnostics
	if identity == nil {
		return diags
	}
	diags.Append(identity.SetAttribute(ctx, path.Root(organizationID), types.StringValue(o.ID()))...)
	for n, part := range i.Parts {
		diags.Append(identity.SetAttribute(ctx, path.Root(part.Name), types.StringValue(values[n]))...)
	}
	return diags
}

// Import reads what an import names, by ID or by identity block, and writes it into the state attributes. Parse splits an import
// ID into values in the order of the parts; its error says what an ID looks like. Import returns the values, or nil after an
// error.
func (i Identity) Import(
	ctx context.Context, o *organization.Organization, req resource.ImportStateRequest, resp *resource.ImportStateResponse,
	parse func(id string) ([]string, error),
) []string {
	resp.Diagnostics.Append(Importable(ctx, o, req)...)
	if resp.Diagnostics.HasError() {
		return nil
	}
	var values []string
	if req.ID != "" {
		parsed, err := parse(req.ID)
		if err != nil {
			resp.Diagnostics.AddError("Invalid import ID", sentence(err.Error()))
			return nil
		}
		values = parsed
	} else if values = i.fromBlock(ctx, req, resp); values == nil {
		return nil
	}
	for n, part := range i.Parts {
		resp.Diagnostics.Append(part.check(values[n])...)
	}
	if resp.Diagnostics.HasError() {
		return nil
	}
	for n, part := range i.Parts {
		attribute := part.Attribute
		if attribute == "" {
			attribute = part.Name
		}
		if part.Name == DirectoryPart.Name {
			directory, err := o.Directories.Resolve(ctx, values[n])
			if err != nil {
				resp.Diagnostics.Append(Failed("Cannot tell which directory is meant", err))
				return nil
			}
			values[n] = directory
		}
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(attribute), types.StringValue(values[n]))...)
	}
	if resp.Diagnostics.HasError() {
		return nil
	}
	resp.Diagnostics.Append(i.Set(ctx, resp.Identity, o, values...)...)
	return values
}

// maxImportIDLength is how long an import ID may be. Some types take a list of IDs.
const maxImportIDLength = 8192

// Importable refuses an import ID that is too long, and an identity of another organization.
func Importable(ctx context.Context, o *organization.Organization, req resource.ImportStateRequest) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(req.ID) > maxImportIDLength {
		diags.AddError("Invalid import ID", Quoted(req.ID)+" is too long for an import ID.")
	}
	if req.ID != "" {
		return diags
	}
	var given types.String
	diags.Append(req.Identity.GetAttribute(ctx, path.Root(organizationID), &given)...)
	if id := given.ValueString(); id != "" && id != o.ID() {
		diags.AddError("Another organization", fmt.Sprintf(
			"The identity names organization %s, but the provider is configured for %s. Import with a provider that is configured for that organization.", Quoted(id), o.ID()))
	}
	return diags
}

func (i Identity) fromBlock(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) []string {
	values := make([]string, len(i.Parts))
	for n, part := range i.Parts {
		var value types.String
		resp.Diagnostics.Append(req.Identity.GetAttribute(ctx, path.Root(part.Name), &value)...)
		values[n] = value.ValueString()
		if values[n] == "" && !part.Optional {
			resp.Diagnostics.AddError("Incomplete identity", fmt.Sprintf("The identity needs %s.", part.Name))
		}
	}
	if resp.Diagnostics.HasError() {
		return nil
	}
	return values
}
