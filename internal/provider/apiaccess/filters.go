// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/keys"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// filterModel are the filters that keys and tokens share.
type filterModel struct {
	AsOf              types.String `tfsdk:"as_of"`
	Search            types.String `tfsdk:"search"`
	ExpiresWithinDays types.Int64  `tfsdk:"expires_within_days"`
	ExpiresBefore     types.String `tfsdk:"expires_before"`
	ExpiresAfter      types.String `tfsdk:"expires_after"`
	UnusedForDays     types.Int64  `tfsdk:"unused_for_days"`
	LastActiveBefore  types.String `tfsdk:"last_active_before"`
	LastActiveAfter   types.String `tfsdk:"last_active_after"`
}

// filterAttributes describes the filters. Things are what the data source lists. Person is the owner or creator, and search also looks at the name.
func filterAttributes(things, person string) map[string]schema.Attribute {
	const days = 36500
	return map[string]schema.Attribute{
		"as_of": at("Time from which days are counted, in RFC 3339. Default: the time of the read."),
		"search": schema.StringAttribute{
			MarkdownDescription: "Text to look for in the label, and in the name and e-mail address of the " + person + ", in any case. Selects only " + things + " with this text. Default: all " + things + ".",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
		},
		"expires_within_days": schema.Int64Attribute{
			MarkdownDescription: "Number of days after `as_of`, from `0` to `36500`. Selects only " + things + " that expire within these days or have expired, and those without a known expiry. `0` selects those that have expired. Conflicts with `expires_before`. Default: all " + things + ".",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.Between(0, days), int64validator.ConflictsWith(path.MatchRoot("expires_before"))},
		},
		"expires_before": at("Time in RFC 3339. Selects only " + things + " that expire before it, and those without a known expiry. Default: all " + things + "."),
		"expires_after":  at("Time in RFC 3339. Selects only " + things + " that expire after it, and those without a known expiry. Default: all " + things + "."),
		"unused_for_days": schema.Int64Attribute{
			MarkdownDescription: "Number of days before `as_of`, from `0` to `36500`. Selects only " + things + " that were created more than this number of days ago, and not used since then, or never used. Conflicts with `last_active_before`. Default: all " + things + ".",
			Optional:            true,
			Validators:          []validator.Int64{int64validator.Between(0, days), int64validator.ConflictsWith(path.MatchRoot("last_active_before"))},
		},
		"last_active_before": at("Time in RFC 3339. Selects only " + things + " that were not used since then, and those without a known use, even new ones. Default: all " + things + "."),
		"last_active_after":  at("Time in RFC 3339. Selects only " + things + " that were used after it. Default: all " + things + "."),
	}
}

// at is an optional time.
func at(description string) schema.Attribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Validators: []validator.String{moment{}}}
}

// filter converts the filters, and says from when days are counted. The validators have refused what is no time.
func (m *filterModel) filter() (filter keys.Filter, asOf time.Time) {
	if asOf = timeOf(m.AsOf); asOf.IsZero() {
		asOf = time.Now()
	}
	filter = keys.Filter{
		Search:           m.Search.ValueString(),
		LastActiveBefore: timeOf(m.LastActiveBefore), LastActiveAfter: timeOf(m.LastActiveAfter),
		ExpiresBefore: timeOf(m.ExpiresBefore), ExpiresAfter: timeOf(m.ExpiresAfter),
	}
	if !m.ExpiresWithinDays.IsNull() {
		filter.ExpiresBefore = asOf.AddDate(0, 0, int(m.ExpiresWithinDays.ValueInt64()))
	}
	if !m.UnusedForDays.IsNull() {
		filter.LastActiveBefore = asOf.AddDate(0, 0, -int(m.UnusedForDays.ValueInt64()))
		filter.CreatedBefore = filter.LastActiveBefore
	}
	return filter, asOf
}

// timeOf reads a time that a validator has checked. It is zero where there is none.
func timeOf(text types.String) time.Time {
	at, _ := time.Parse(time.RFC3339, text.ValueString())
	return at
}

// moment requires a time in RFC 3339.
type moment struct{}

// Description says what the validator requires.
func (moment) Description(context.Context) string {
	return "must be a time in RFC 3339 such as 2026-11-26T09:00:00Z"
}

// MarkdownDescription says what the validator requires.
func (m moment) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// ValidateString reports a text of another form.
func (m moment) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := time.Parse(time.RFC3339, req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", fmt.Sprintf("%s %s, but %s is not.", req.Path, m.Description(ctx), base.Quoted(req.ConfigValue.ValueString())))
	}
}
