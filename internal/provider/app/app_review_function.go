// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ function.Function = (*appReview)(nil)

func newAppReview() function.Function { return &appReview{} }

// appReview is app_review.
type appReview struct{}

// reviewType is what the function returns.
var reviewType = map[string]attr.Type{
	"compliant": types.BoolType, "unapproved": types.ListType{ElemType: unapprovedType}, "exceeding": types.ListType{ElemType: exceedingType},
	"missing": types.ListType{ElemType: types.StringType},
}

// Metadata names the function.
func (*appReview) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "app_review"
}

// Definition describes the function.
func (*appReview) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             "Compares installed apps with approvals.",
		MarkdownDescription: appReviewPage.Markdown(),
		Parameters: []function.Parameter{
			function.DynamicParameter{
				Name: "installed",
				MarkdownDescription: "Installed apps, such as the `apps` of the data source `atlassian_installed_apps`: a list of objects with the attributes of that data source. Only `app_id` is required; " +
					"`scopes`, `egress` and `version` that are left out or null are not known. Where `private` is left out, `distribution_status` tells; an app with neither counts as private, so that its key approves nothing.",
			},
			function.DynamicParameter{
				Name: "approved",
				MarkdownDescription: "Approvals, by the ID of the app (ARI), the UUID in it, or its key: a map of objects with any of `scopes`, `egress`, `frameworks`, `vendor`, `private`, `max_version` and `required`, as in the resource `atlassian_approved_apps`. " +
					"`name` is for people, and shown in `missing`. `reviewed_by`, `reviewed_at` and `reason` are accepted and not looked at; other attributes are an error. Null restricts nothing, an empty list allows none.",
			},
		},
		Return: function.ObjectReturn{AttributeTypes: reviewType},
	}
}

// Run compares the apps with the approvals.
func (*appReview) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var installed, approved types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &installed, &approved); resp.Error != nil {
		return
	}
	if isUnknown(installed) || isUnknown(approved) {
		resp.Error = resp.Result.Set(ctx, types.ObjectUnknown(reviewType))
		return
	}
	found, problem := readInstalled(installed)
	if problem != "" {
		resp.Error = function.NewArgumentFuncError(0, problem+".")
		return
	}
	approvals, problem := readApprovals(approved)
	if problem != "" {
		resp.Error = function.NewArgumentFuncError(1, problem+".")
		return
	}
	review := apps.Review(found, approvals)
	var notes reviewNotes
	notes.update(review, approvals)
	resp.Error = resp.Result.Set(ctx, types.ObjectValueMust(reviewType, map[string]attr.Value{
		"compliant":  types.BoolValue(review.Compliant()),
		"unapproved": unapprovedList(review.Unapproved),
		"exceeding":  exceedingList(review.Exceeding),
		"missing":    base.StringList(notes.named(review.Missing)),
	}))
}
