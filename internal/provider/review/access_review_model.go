// SPDX-License-Identifier: MPL-2.0

package review

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
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

// accessReviewModel is the state of an atlassian_access_review.
type accessReviewModel struct {
	DirectoryIDs          types.List     `tfsdk:"directory_ids"`
	AsOf                  types.String   `tfsdk:"as_of"`
	DormantAfterDays      types.Int64    `tfsdk:"dormant_after_days"`
	DormantAfterDaysByApp types.Map      `tfsdk:"dormant_after_days_by_app"`
	StaleTokenAfterDays   types.Int64    `tfsdk:"stale_token_after_days"`
	Include               types.Set      `tfsdk:"include"`
	Reviewed              types.Map      `tfsdk:"reviewed"`
	ReviewEveryDays       types.Int64    `tfsdk:"review_every_days"`
	People                []personModel  `tfsdk:"people"`
	Findings              []findingModel `tfsdk:"findings"`
	Counts                types.Map      `tfsdk:"counts"`
	VerifiedDomains       []string       `tfsdk:"verified_domains"`
}

// personModel is a row. What Atlassian does not say is null.
type personModel struct {
	AccountID              types.String `tfsdk:"account_id"`
	Email                  types.String `tfsdk:"email"`
	Name                   types.String `tfsdk:"name"`
	AccountType            types.String `tfsdk:"account_type"`
	Status                 types.String `tfsdk:"status"`
	AccountStatus          types.String `tfsdk:"account_status"`
	MembershipStatus       types.String `tfsdk:"membership_status"`
	ClaimStatus            types.String `tfsdk:"claim_status"`
	MFAEnabled             types.Bool   `tfsdk:"mfa_enabled"`
	PlatformRoles          []string     `tfsdk:"platform_roles"`
	Groups                 []groupModel `tfsdk:"groups"`
	Apps                   []appModel   `tfsdk:"apps"`
	LastActive             types.String `tfsdk:"last_active"`
	AddedToOrg             types.String `tfsdk:"added_to_org"`
	AuthenticationPolicyID types.String `tfsdk:"authentication_policy_id"`
	APITokens              []tokenModel `tfsdk:"api_tokens"`
	Findings               []string     `tfsdk:"findings"`
}

type groupModel struct {
	ID   types.String `tfsdk:"id"`
	Name types.String `tfsdk:"name"`
}

type appModel struct {
	ResourceID types.String `tfsdk:"resource_id"`
	Key        types.String `tfsdk:"key"`
	LastActive types.String `tfsdk:"last_active"`
}

type tokenModel struct {
	ID           types.String `tfsdk:"id"`
	Label        types.String `tfsdk:"label"`
	CreatedAt    types.String `tfsdk:"created_at"`
	LastActiveAt types.String `tfsdk:"last_active_at"`
	ExpiresAt    types.String `tfsdk:"expires_at"`
}

type findingModel struct {
	Kind      types.String `tfsdk:"kind"`
	AccountID types.String `tfsdk:"account_id"`
	Email     types.String `tfsdk:"email"`
	Name      types.String `tfsdk:"name"`
	Subject   types.String `tfsdk:"subject"`
	Reason    types.String `tfsdk:"reason"`
}

// settings converts the arguments. Now is the time of the read.
func (m *accessReviewModel) settings(ctx context.Context, now time.Time) (review.Settings, diag.Diagnostics) {
	settings := review.Settings{
		AsOf: now.UTC(), DormantAfter: orStandard(m.DormantAfterDays), StaleTokenAfter: orStandard(m.StaleTokenAfterDays), ReviewEvery: orStandard(m.ReviewEveryDays),
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

// take stores what a review found.
func (m *accessReviewModel) take(ctx context.Context, found review.Review) diag.Diagnostics {
	m.People = make([]personModel, len(found.People))
	for i := range found.People {
		m.People[i] = newPersonModel(&found.People[i])
	}
	m.Findings = make([]findingModel, len(found.Findings))
	for i, one := range found.Findings {
		m.Findings[i] = findingModel{
			Kind: types.StringValue(string(one.Kind)), AccountID: base.StringOrNull(one.AccountID), Email: base.StringOrNull(one.Email), Name: base.StringOrNull(one.Name),
			Subject: base.StringOrNull(one.Subject), Reason: types.StringValue(one.Reason),
		}
	}
	m.VerifiedDomains = append([]string{}, found.VerifiedDomains...)
	counts := make(map[string]attr.Value, len(found.Counts))
	for kind, count := range found.Counts {
		counts[string(kind)] = types.Int64Null()
		if count != nil {
			counts[string(kind)] = types.Int64Value(int64(*count))
		}
	}
	var diags diag.Diagnostics
	m.Counts, diags = types.MapValue(types.Int64Type, counts)
	return diags
}

func newPersonModel(person *review.Person) personModel {
	model := personModel{
		AccountID:              types.StringValue(person.AccountID),
		Email:                  base.StringOrNull(person.Email),
		Name:                   base.StringOrNull(person.Name),
		AccountType:            base.StringOrNull(person.AccountType),
		Status:                 base.StringOrNull(person.Status),
		AccountStatus:          base.StringOrNull(person.AccountStatus),
		MembershipStatus:       base.StringOrNull(person.MembershipStatus),
		ClaimStatus:            base.StringOrNull(person.ClaimStatus),
		MFAEnabled:             types.BoolPointerValue(person.MFAEnabled),
		PlatformRoles:          person.PlatformRoles,
		LastActive:             timeOrNull(person.LastActive),
		AddedToOrg:             base.StringOrNull(review.Added(person.User)),
		AuthenticationPolicyID: base.StringOrNull(person.PolicyID),
		Findings:               make([]string, len(person.Findings)),
	}
	for i, kind := range person.Findings {
		model.Findings[i] = string(kind)
	}
	if person.Groups != nil {
		model.Groups = make([]groupModel, len(person.Groups))
	}
	for i, group := range person.Groups {
		model.Groups[i] = groupModel{ID: base.StringOrNull(group.ID), Name: base.StringOrNull(group.Name)}
	}
	if person.ProductAccess != nil {
		model.Apps = make([]appModel, len(person.ProductAccess))
	}
	for i, app := range person.ProductAccess {
		model.Apps[i] = appModel{ResourceID: base.StringOrNull(app.ResourceID), Key: base.StringOrNull(app.Key), LastActive: timeOrNull(app.LastActive)}
	}
	if person.Tokens != nil {
		model.APITokens = make([]tokenModel, len(person.Tokens))
	}
	for i, token := range person.Tokens {
		model.APITokens[i] = tokenModel{
			ID: base.StringOrNull(token.ID), Label: base.StringOrNull(token.Label),
			CreatedAt: timeOrNull(token.CreatedAt), LastActiveAt: timeOrNull(token.LastActiveAt), ExpiresAt: timeOrNull(token.ExpiresAt),
		}
	}
	return model
}

func timeOrNull(at *time.Time) types.String {
	if at == nil {
		return types.StringNull()
	}
	return types.StringValue(at.UTC().Format(time.RFC3339))
}
