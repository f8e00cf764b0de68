// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// RFC3339Time is the validator of a time in RFC 3339 format. Such an attribute does not have the type timetypes.RFC3339, because the
// framework validates such a value wherever it decodes it: a damaged state could not be destroyed, and its error would not say what to do.
type RFC3339Time struct{}

// Description says what is wanted.
func (RFC3339Time) Description(context.Context) string { return "a time in RFC 3339 format" }

// MarkdownDescription is the same.
func (v RFC3339Time) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString refuses a string that is not a time.
func (RFC3339Time) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := time.Parse(time.RFC3339, req.ConfigValue.ValueString()); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Not a time", fmt.Sprintf(
			"%s must be a time in RFC 3339 format, such as 2026-11-28T09:30:00Z, but is %s.", req.Path, Quoted(req.ConfigValue.ValueString())))
	}
}

// RFC3339 formats a time in UTC, and rounds it down to the second: an earlier time finds more in the audit log, never less.
func RFC3339(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }
