// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// ProtectedAccountID is the form of the ID of a protected account. It is stricter than [AccountID], because a mistyped ID
// protects no account, and no other check would notice. Unverified: that every account ID is in lower case and has twelve
// hexadecimal digits in a row, as both documented forms have: 24 such digits, and a number with a UUID.
var ProtectedAccountID = Form{"an account ID in lower case", isAccountID, "Such an ID looks like 5b10ac8d82e05b22cc7d4ef5 or 712020:4b961e56-9af8-5741-9a85-fdcea79070a5. " +
	"You find it in the address bar of Atlassian Administration when the account is open under Directory > Users. An e-mail address or a name protects nobody."}

var (
	lowerOpaque = regexp.MustCompile(`^[0-9a-z_:.-]+$`)
	// hexRun is what an ID has and a name has not.
	hexRun = regexp.MustCompile(`[0-9a-f]{12}`)
)

func isAccountID(text string) bool {
	return len(text) <= maxOpaque && lowerOpaque.MatchString(text) && hexRun.MatchString(text)
}

// WarnOfProtected warns once a run about protected IDs without an account in the organization, because they protect nothing. It
// also warns if the check fails.
func WarnOfProtected(ctx context.Context, o *organization.Organization) diag.Diagnostics {
	strangers, err := o.People.ProtectedStrangers(ctx)
	switch {
	case err != nil:
		const summary = "Cannot tell whether the protected accounts exist"
		return diag.Diagnostics{diag.NewWarningDiagnostic(summary, Failed(summary, err).Detail())}
	case len(strangers) > 0:
		return diag.Diagnostics{diag.NewWarningDiagnostic("A protected account does not exist", fmt.Sprintf(
			"protected_account_ids of the provider block lists %s, and Atlassian's search shows no such account in the organization, although it was asked twice. "+
				"Such an ID protects nobody. Correct it, or take it out of protected_account_ids. "+
				"You find the ID of an account in the address bar of Atlassian Administration when the account is open under Directory > Users.", ShortList(strangers)))}
	}
	return nil
}
