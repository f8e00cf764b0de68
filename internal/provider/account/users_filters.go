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
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// The forms of what filters take beside IDs and addresses.
var (
	emailDomain = base.Matching("an e-mail domain such as example.com", regexp.MustCompile(`^@?[^\s@/]+\.[^\s@/]+$`), "")
	aRole       = base.Matching("a role ID such as atlassian/user", regexp.MustCompile(`^[^\s/]+/[^\s/]+$`), "")
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
		MarkdownDescription: "What to ask for beyond the rest: `groups`, `platform_roles`, `product_access`. It costs no further requests, but makes answers and state larger. Default: nothing.",
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
				"If there may be nobody to look for, set count of the data source to 0 then.", req.Path))
	}
	for i, element := range req.ConfigValue.Elements() {
		if element.IsNull() {
			resp.Diagnostics.AddAttributeError(req.Path.AtListIndex(i), "Null in a filter", fmt.Sprintf("Element %d of %s is null, so it is not known whom it is meant to find. Leave it out.", i, req.Path))
		}
	}
}
