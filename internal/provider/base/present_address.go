// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
)

// An e-mail address can pass from one account to another. A state that knows a person by a former address must not pass for the person who has it
// now.

// PresentAddress returns the address of an account as a state has it: see [organization.People.PresentAddress]. The known spelling stays if only
// case differs, and so does an address that cannot be looked up: see [UnreadAddress].
func PresentAddress(ctx context.Context, o *organization.Organization, accountID, shown string, known types.String) (types.String, error) {
	email, err := o.People.PresentAddress(ctx, accountID, shown, known.ValueString())
	if err != nil || organization.SameEmail(email, known.ValueString()) {
		return known, err
	}
	return StringOrNull(email), nil
}

// UnreadAddress warns that the present address of an account cannot be read. Without an error, there is nothing to say.
func UnreadAddress(err error) diag.Diagnostics {
	if err == nil {
		return nil
	}
	const summary = "Cannot tell whether the address of the account has changed"
	return diag.Diagnostics{diag.NewWarningDiagnostic(summary, Failed(summary, err).Detail()+" The state keeps the address that it has.")}
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

// Readdressed takes over the present address of a person, and reports whether it is another one than the known one.
func Readdressed(known *types.String, present types.String) bool {
	before := *known
	*known = present
	return !present.Equal(before)
}

// StaysBehind reports whether a deletion leaves a person behind whom its plan took for held: no other resource holds the account, and the person
// has another address since.
func StaysBehind(o *organization.Organization, account claims.Subject, readdressed func() bool) bool {
	_, held := o.Claims.Held(account)
	return !held && readdressed()
}

// formerAddressesKey is the key of the private data that has the addresses from before a change at Atlassian.
const formerAddressesKey = "addresses"

// NoteFormerAddress notes, in a refresh, the address of a state if Atlassian shows another one for the same account: a configuration that still
// has the old one may mean the same person.
func NoteFormerAddress(ctx context.Context, kept Private, before types.String, now string) diag.Diagnostics {
	if before.ValueString() == "" || organization.SameEmail(before.ValueString(), now) {
		return nil
	}
	addresses, diags := FormerAddresses(ctx, kept)
	return append(diags, Note(ctx, kept, formerAddressesKey, append(addresses, strings.ToLower(before.ValueString())))...)
}

// FormerAddresses are the addresses that the present person of an object had before: see [NoteFormerAddress].
func FormerAddresses(ctx context.Context, kept Private) (addresses []string, diags diag.Diagnostics) {
	data, diags := kept.GetKey(ctx, formerAddressesKey)
	if len(data) > 0 {
		_ = json.Unmarshal(data, &addresses) // nothing else writes it
	}
	return addresses, diags
}

// HadAddress reports whether an address is one of the [FormerAddresses].
func HadAddress(ctx context.Context, kept Private, email string) (bool, diag.Diagnostics) {
	addresses, diags := FormerAddresses(ctx, kept)
	return slices.Contains(addresses, strings.ToLower(email)), diags
}

// TakesPlace warns in a plan that another account takes the place of the present one because that had its address before, and forgets those
// addresses. What says what moves from one to the other, such as "the role". Present is the address that the present person has now.
func TakesPlace(ctx context.Context, planned Private, what, accountID, email, present string) diag.Diagnostics {
	had, diags := HadAddress(ctx, planned, email)
	diags.Append(planned.SetKey(ctx, formerAddressesKey, nil)...)
	if !had {
		return diags
	}
	write := "write account_id"
	if present != "" {
		write = fmt.Sprintf("write email = %q", present)
	}
	diags.AddAttributeWarning(path.Root("email"), "Another person takes the place of this one", fmt.Sprintf(
		"Account %s had the address %s before. The plan gives %s to the account that has this address now, and takes it from account %s. If the configuration means the same person as before, do not apply this plan: %s.",
		Word(accountID), Word(email), what, Word(accountID), write))
	return diags
}
