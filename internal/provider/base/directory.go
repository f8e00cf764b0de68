// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"errors"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

// DirectoryOf is the attribute that names the directory of a group or a person in a resource that belongs to it. Owner is a
// noun, such as "group". The resource follows its owner to another directory.
func DirectoryOf(owner string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "ID of the " + owner + "'s directory. Default: the provider's `directory_id`, else the organization's only directory. " +
			"A change of the provider's default does not move existing resources.",
		Optional:      true,
		Computed:      true,
		Validators:    []validator.String{DirectoryID},
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// DirectoryToList is the attribute of a list resource that names the directory to list.
func DirectoryToList() listschema.StringAttribute {
	return listschema.StringAttribute{
		MarkdownDescription: "ID of the directory. Default: the provider's `directory_id`, else the organization's only directory.",
		Optional:            true,
		Validators:          []validator.String{DirectoryID},
	}
}

// PlanDirectory plans the directory of a new object.
func PlanDirectory(ctx context.Context, o *organization.Organization, configured types.String, resp *resource.ModifyPlanResponse) {
	if o == nil || !configured.IsNull() {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("directory_id"), PlannedDirectory(ctx, o, configured, &resp.Diagnostics))...)
}

// PlannedDirectory resolves the directory of a new object, so that the plan shows it, and refuses an organization with several
// directories before the apply. The directory stays unknown if it cannot be read.
func PlannedDirectory(ctx context.Context, o *organization.Organization, configured types.String, diags *diag.Diagnostics) types.String {
	if !configured.IsNull() {
		return configured
	}
	directoryID, err := o.Directories.Resolve(ctx, "")
	_, ambiguous := errors.AsType[*meaning.AmbiguousDirectoryError](err)
	switch {
	case err == nil:
		return types.StringValue(directoryID)
	case ambiguous:
		diags.Append(FailedAt(path.Root("directory_id"), "Cannot tell which directory is meant", err))
	default:
		tflog.Debug(ctx, "the directory stays unknown until apply", map[string]any{"error": err.Error()})
	}
	return types.StringUnknown()
}

// uuid is the form that IDs of directories have in practice.
var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// IsUUID reports whether a text has the form that IDs of directories have in practice. An import ID must have it, so that a
// directory before a slash differs from other text. An import by identity, which names its parts, need not have it.
func IsUUID(text string) bool { return uuid.MatchString(text) }

// WrongGroupID says what an import ID looks like that holds a group's ID. If only the case of the group's ID is wrong, it says
// that first.
func WrongGroupID(groupID, forms string) error {
	if !GroupID.Matches(groupID) && GroupID.Matches(strings.ToLower(groupID)) {
		forms = strings.TrimSuffix(GroupID.Check(groupID).Error(), ".") + "; " + forms
	}
	return errors.New(forms)
}
