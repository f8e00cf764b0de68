// SPDX-License-Identifier: MPL-2.0

package review

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/review"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// moment requires a time in RFC 3339, or a date where that is enough.
//
// OrDate takes a date as well. Come refuses what is later than the present: see [review.Ahead].
type moment struct{ orDate, come bool }

// Description says what the validator requires.
func (m moment) Description(context.Context) string { return "must be " + m.form() }

// MarkdownDescription says what the validator requires.
func (m moment) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (m moment) form() string {
	if m.orDate {
		return "a date such as 2026-10-01, or a time in RFC 3339 such as 2026-10-01T09:00:00Z"
	}
	return "a time in RFC 3339 such as 2026-10-01T09:00:00Z"
}

// ValidateString reports a text of another form.
func (m moment) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if _, err := timeOf(req.ConfigValue.ValueString(), m.orDate); err != nil {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", fmt.Sprintf("%s %s, and %s is none.", req.Path, m.Description(ctx), base.Quoted(req.ConfigValue.ValueString())))
		return
	}
	if at, _ := timeOf(req.ConfigValue.ValueString(), m.orDate); m.come && review.Ahead(at, time.Now()) {
		resp.Diagnostics.AddAttributeError(req.Path, "The time has not come", fmt.Sprintf(
			"%s is %s, which is in the future. What is read is the present, and would be judged as if it stayed the same until then. Write a time that has come, or leave it out.", req.Path, base.Quoted(req.ConfigValue.ValueString())))
	}
}

// timeOf reads a time in RFC 3339, or a date where that is enough: its beginning, in UTC.
func timeOf(text string, orDate bool) (time.Time, error) {
	if at, err := time.Parse(time.DateOnly, text); err == nil && orDate {
		return at, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s is not %s", base.Quoted(text), moment{orDate: orDate}.form())
	}
	return at.UTC(), nil
}

// personWord requires an account ID or an e-mail address.
type personWord struct{}

// Description says what the validator requires.
func (personWord) Description(context.Context) string {
	return "must be an account ID or an e-mail address"
}

// MarkdownDescription says what the validator requires.
func (w personWord) MarkdownDescription(ctx context.Context) string { return w.Description(ctx) }

// ValidateString reports a text that is neither.
func (w personWord) ValidateString(ctx context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	text := req.ConfigValue.ValueString()
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() || base.AccountID.Matches(text) || base.EmailAddress.Matches(text) {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Invalid value", fmt.Sprintf("A key %s, and %s is neither.", w.Description(ctx), base.Quoted(text)))
}

// known lists words in a message.
func known(words []string) string {
	if len(words) == 0 {
		return "none"
	}
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = base.Word(word)
	}
	return strings.Join(quoted, ", ")
}
