// SPDX-License-Identifier: MPL-2.0

package app

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
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

// What installed apps and approvals may have. Of the former, only what matters to a review is read.
var (
	installedNames = []string{
		"app_id", "context", "distribution_status", "egress", "environment", "framework", "installation_id", "installed_at", "key", "latest", "license", "name",
		"private", "product", "scopes", "site", "system", "vendor", "version",
	}
	approvalNames = []string{"egress", "frameworks", "max_version", "name", "private", "reason", "required", "reviewed_at", "reviewed_by", "scopes", "vendor"}
)

var appReviewPage = base.Page{
	Subject: subject,
	Summary: "Returns what a review of installed apps finds, as an object: `compliant` (whether nothing is found), `unapproved` (apps that no approval names), `exceeding` (approved apps that go beyond what was reviewed, with " +
		"`new_scopes`, `new_egress` and all `reasons` in words) and `missing` (approvals of apps that are not installed). It is the same evaluation as that of the resource `atlassian_approved_apps`, for `check` blocks, and for tests of a policy against made-up apps. " +
		"What an approval restricts and an app does not tell counts as exceeding. The function sends no request and needs no configured provider.",
}

// Page is what the documentation page says.
func (*appReview) Page() base.Page { return appReviewPage }

// Metadata names the function.
func (*appReview) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "app_review"
}

// Definition describes the function.
func (*appReview) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             "Holds installed apps against approvals.",
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

// Run reviews.
func (*appReview) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var installed, approved types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &installed, &approved); resp.Error != nil {
		return
	}
	if isUnknown(installed) || isUnknown(approved) {
		resp.Error = resp.Result.Set(ctx, types.ObjectUnknown(reviewType))
		return
	}
	apps, problem := readInstalled(installed)
	if problem != "" {
		resp.Error = function.NewArgumentFuncError(0, problem+".")
		return
	}
	approvals, problem := readApprovals(approved)
	if problem != "" {
		resp.Error = function.NewArgumentFuncError(1, problem+".")
		return
	}
	review := organization.ReviewApps(apps, approvals)
	var notes reviewNotes
	notes.learn(review, approvals)
	resp.Error = resp.Result.Set(ctx, types.ObjectValueMust(reviewType, map[string]attr.Value{
		"compliant":  types.BoolValue(review.Compliant()),
		"unapproved": unapprovedList(review.Unapproved),
		"exceeding":  exceedingList(review.Exceeding),
		"missing":    base.StringList(notes.named(review.Missing)),
	}))
}

// readInstalled reads the rows of an inventory, or says what is wrong with them.
func readInstalled(value types.Dynamic) ([]organization.InstalledApp, string) {
	elements, ok := elementsOf(value)
	if !ok {
		return nil, "installed must be a list of apps"
	}
	apps := make([]organization.InstalledApp, len(elements))
	for i, element := range elements {
		o := newObject(fmt.Sprintf("installed[%d]", i), element)
		o.only(installedNames)
		app := organization.InstalledApp{
			AppID: o.text("app_id"), Key: o.text("key"), Name: o.text("name"), Vendor: o.text("vendor"), Framework: o.text("framework"),
			DistributionStatus: o.text("distribution_status"), System: o.truth("system", false), Site: o.text("site"), Product: o.text("product"),
		}
		app.Version, app.Scopes, app.Egress = o.text("version"), o.texts("scopes"), o.texts("egress")
		if o.has("private") {
			app.DistributionStatus = map[bool]string{true: "PRIVATE", false: "PUBLIC"}[o.truth("private", true)]
		}
		if app.AppID == "" {
			o.fail("app_id", "the ID of the app")
		}
		if o.problem != "" {
			return nil, o.problem
		}
		apps[i] = app
	}
	return apps, ""
}

// readApprovals reads approvals, or says what is wrong with them.
func readApprovals(value types.Dynamic) (map[string]organization.AppApproval, string) {
	members, ok := membersOf(value)
	if !ok {
		return nil, "approved must be a map of approvals, by the ID or key of the app"
	}
	approvals := make(map[string]organization.AppApproval, len(members))
	for _, name := range slices.Sorted(maps.Keys(members)) {
		o := newObject(fmt.Sprintf("approved[%q]", name), members[name])
		o.only(approvalNames)
		approval := organization.AppApproval{
			Name: o.text("name"), Scopes: o.texts("scopes"), Egress: o.texts("egress"), Frameworks: o.texts("frameworks"), Vendor: o.text("vendor"), MaxVersion: o.text("max_version"), Optional: !o.truth("required", true),
		}
		if o.has("private") {
			approval.Private = new(o.truth("private", true))
		}
		if o.has("vendor") && approval.Vendor == "" {
			o.fail("vendor", "the name of a vendor, or null")
		}
		if o.has("max_version") && organization.CheckVersion(approval.MaxVersion) != nil {
			o.fail("max_version", "a version such as 2.1.0")
		}
		if o.problem != "" {
			return nil, o.problem
		}
		approvals[name] = approval
	}
	return approvals, ""
}
