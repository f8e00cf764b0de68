// SPDX-License-Identifier: MPL-2.0

package group

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// longestGroupName is how many characters Atlassian takes in a group's name. Unverified: Atlassian documents no limit for this
// operation; its products have this one.
const longestGroupName = 255

// nameForm is the validator of a group's name. Atlassian would refuse other names in the middle of an apply, or change them, so that
// the new group could not be found by its name.
type nameForm struct{}

var _ validator.String = nameForm{}

// Description says what the validator demands.
func (nameForm) Description(context.Context) string {
	return fmt.Sprintf("must have 1 to %d characters, no blanks around them, and no control characters", longestGroupName)
}

// MarkdownDescription says what the validator demands.
func (v nameForm) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString reports a name that cannot be one.
func (nameForm) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if problem := wrongName(req.ConfigValue.ValueString()); problem != "" {
		resp.Diagnostics.AddAttributeError(req.Path, "Invalid name of a group", problem)
	}
}

// wrongName says what is wrong with a group's name, and what to do about it. It is empty for a valid name.
func wrongName(name string) string {
	trimmed := strings.TrimSpace(name)
	switch {
	case trimmed == "":
		return fmt.Sprintf("%q is not a name. The name of a group needs at least one character that is not blank.", name)
	case trimmed != name:
		return fmt.Sprintf("The name %s has blanks or line breaks around it. Remove them, or wrap the expression in trimspace().", base.Quoted(name))
	case strings.ContainsFunc(name, unprintable):
		return fmt.Sprintf("The name %s has a line break or another invisible character. Remove it.", base.Quoted(name))
	case utf8.RuneCountInString(name) > longestGroupName:
		return fmt.Sprintf("The name %s is too long: a group's name has at most %d characters.", base.Quoted(name), longestGroupName)
	}
	return ""
}

// unprintable reports whether a character is a control character, breaks a line, or changes the direction of the text.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

// sameDescription reports whether two descriptions say the same. An empty one counts as none.
func sameDescription(a, b types.String) bool {
	if a.IsUnknown() || b.IsUnknown() {
		return a.IsUnknown() && b.IsUnknown()
	}
	return a.ValueString() == b.ValueString()
}
