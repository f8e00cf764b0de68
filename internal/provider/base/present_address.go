// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
)

// An e-mail address can pass from one account to another. A state that knows a person by a former address must not pass for the person who has it
// now.

// PresentAddress returns the address of an account as a state has it: see [organization.People.PresentAddress]. The known spelling stays if only
// case differs, and so does an address that cannot be looked up, with a warning.
func PresentAddress(ctx context.Context, o *organization.Organization, accountID, shown string, known types.String) (types.String, diag.Diagnostics) {
	email, err := o.People.PresentAddress(ctx, accountID, shown, known.ValueString())
	switch {
	case err != nil:
		return known, diag.Diagnostics{UnreadAddress(err)}
	case organization.SameEmail(email, known.ValueString()):
		return known, nil
	}
	return StringOrNull(email), nil
}

// UnreadAddress warns that the present address of an account cannot be read.
func UnreadAddress(err error) diag.Diagnostic {
	const summary = "Cannot tell whether the address of the account has changed"
	return diag.NewWarningDiagnostic(summary, Failed(summary, err).Detail()+" The state keeps the address that it has.")
}

// Leave notes that an object takes subjects away: see [claims.Registry.Leave]. If one of them is held, it may be by a former address of the
// person: a deletion gets the state as it was before the refresh. Readdressed looks for the present address, and reports whether it is another one.
func Leave(ctx context.Context, o *organization.Organization, scope string, subjects func() []claims.Subject, readdressed func() bool) (left func(), held bool) {
	left, held = o.Claims.Leave(ctx, scope, subjects()...)
	if held && readdressed() {
		return o.Claims.Leave(ctx, scope, subjects()...)
	}
	return left, held
}
