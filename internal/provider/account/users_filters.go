// SPDX-License-Identifier: MPL-2.0

package account

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// The forms of what filters take beside IDs and addresses.
var (
	emailDomain = base.Matching("an e-mail domain such as example.com", regexp.MustCompile(`^@?[^\s@/]+\.[^\s@/]+$`), "")
)

// filterList is a filter that is a list: an account matches it by any of its elements. It is no set, because Terraform takes very long
// over sets of thousands of elements.
func filterList(description string, form validator.String) schema.ListAttribute {
	return schema.ListAttribute{
		MarkdownDescription: description + " Default: no such filter. An empty list is an error.",
		ElementType:         types.StringType,
		Optional:            true,
		Validators:          []validator.List{filled{}, listvalidator.ValueStringsAre(form)},
	}
}

func expandAttribute() schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: "What the provider also asks Atlassian for: `groups`, `platform_roles`, `product_access`. It takes no further requests, but makes answers and state larger. Default: none.",
		ElementType:         types.StringType,
		Optional:            true,
		Validators: []validator.Set{setvalidator.ValueStringsAre(
			stringvalidator.OneOf(expandGroups, expandPlatformRoles, expandProductAccess),
		)},
	}
}

// filled refuses an empty list and null elements.
type filled struct{}

// Description says what the validator requires.
func (filled) Description(context.Context) string {
	return "list must have an element, and none that is null"
}

// MarkdownDescription says what the validator requires.
func (f filled) MarkdownDescription(ctx context.Context) string { return f.Description(ctx) }

// ValidateList reports an empty filter. Taken for no filter, it would find everybody; taken for a filter, nobody, and a check over nobody
// always passes.
func (filled) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if len(req.ConfigValue.Elements()) == 0 {
		resp.Diagnostics.AddAttributeError(req.Path, "Empty filter", fmt.Sprintf(
			"%s is an empty list, so nobody could match it, and a check of the result would always pass. To search without this filter, leave it out or set it to null. "+
				"If you may have nobody to look for, set count = 0 on the data source in that case.", req.Path))
	}
	for i, element := range req.ConfigValue.Elements() {
		if element.IsNull() {
			resp.Diagnostics.AddAttributeError(req.Path.AtListIndex(i), "Null in a filter", fmt.Sprintf("Element %d of %s is null, so the provider cannot tell what to look for. Leave it out.", i, req.Path))
		}
	}
}

// warnOfResources warns of resources that the organization does not list: nobody has a role on one that is misspelt, so that a check over
// the result passes. This is no error: the list may lack a kind of resource (unverified), and a check that fails is no refusal.
func (d *usersDataSource) warnOfResources(ctx context.Context, resourceIDs []string) diag.Diagnostics {
	var diags diag.Diagnostics
	for i, id := range resourceIDs {
		known, _, err := d.Organization.Sites.HasRoleResource(ctx, id)
		if err != nil {
			tflog.Debug(ctx, "whether there are such apps or sites stays unknown", map[string]any{"error": err.Error()})
			return diags
		}
		if !known {
			diags.AddAttributeWarning(path.Root("resource_ids").AtListIndex(i), "The organization lists no such app or site", fmt.Sprintf(
				"%s is not among the apps and sites of the organization. If the ID is misspelled, the result has nobody for it, and a check of the result passes. "+
					"The data source atlassian_workspaces lists them. The list may lack some kinds of resources: if you know that this one exists, you can ignore this warning.", base.Word(id)))
		}
	}
	return diags
}
