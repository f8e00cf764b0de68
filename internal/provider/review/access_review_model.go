// SPDX-License-Identifier: MPL-2.0

package review

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
)

const (
	// standardDays is the number of days where the configuration has none.
	standardDays = 90
	// maxDays is a hundred years.
	maxDays = 36_500
)

// What include takes.
const (
	includeTokens   = "api_tokens"
	includePolicies = "authentication_policies"
)

// accessReviewModel is the configuration of an atlassian_access_review.
type accessReviewModel struct {
	DirectoryIDs          types.List   `tfsdk:"directory_ids"`
	AsOf                  types.String `tfsdk:"as_of"`
	DormantAfterDays      types.Int64  `tfsdk:"dormant_after_days"`
	DormantAfterDaysByApp types.Map    `tfsdk:"dormant_after_days_by_app"`
	StaleTokenAfterDays   types.Int64  `tfsdk:"stale_token_after_days"`
	Include               types.Set    `tfsdk:"include"`
	Reviewed              types.Map    `tfsdk:"reviewed"`
	ReviewEveryDays       types.Int64  `tfsdk:"review_every_days"`
	People                types.List   `tfsdk:"people"`
	Findings              types.List   `tfsdk:"findings"`
	Counts                types.Map    `tfsdk:"counts"`
	VerifiedDomains       types.List   `tfsdk:"verified_domains"`
}

// settings converts the arguments. Now is the time of the read.
func (m *accessReviewModel) settings(ctx context.Context, now time.Time) (review.Settings, diag.Diagnostics) {
	settings := review.Settings{
		AsOf: now.UTC(), Now: now, DormantAfter: orStandard(m.DormantAfterDays), StaleTokenAfter: orStandard(m.StaleTokenAfterDays), ReviewEvery: orStandard(m.ReviewEveryDays),
	}
	if at, err := timeOf(m.AsOf.ValueString(), false); err == nil {
		settings.AsOf = at
	}
	diags := m.DirectoryIDs.ElementsAs(ctx, &settings.DirectoryIDs, false)
	var included []string
	diags.Append(m.Include.ElementsAs(ctx, &included, false)...)
	settings.APITokens, settings.AuthenticationPolicies = slices.Contains(included, includeTokens), slices.Contains(included, includePolicies)
	if !m.DormantAfterDaysByApp.IsNull() {
		diags.Append(m.DormantAfterDaysByApp.ElementsAs(ctx, &settings.DormantAfterByApp, false)...)
	}
	if m.Reviewed.IsNull() {
		return settings, diags
	}
	settings.Reviewed = make(map[string]time.Time, len(m.Reviewed.Elements()))
	written := make(map[string]string)
	diags.Append(m.Reviewed.ElementsAs(ctx, &written, false)...)
	for word, text := range written {
		at, err := timeOf(text, true)
		if err != nil {
			diags.AddError("Invalid value", err.Error())
		}
		settings.Reviewed[word] = at
	}
	return settings, diags
}

func orStandard(days types.Int64) int {
	if days.IsNull() {
		return standardDays
	}
	return int(days.ValueInt64())
}
