// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/audit"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// mayPlan is what the guard says in a plan: an error for what must be let in and would not be. What is not known yet passes. The apply
// asks again: see [mayWrite].
func mayPlan(planned addresses.Allowlist) diag.Diagnostics {
	return refusal(addresses.Guard(planned).Shut)
}

// mayWrite is what the guard says before a write. Here what is not known is refused, too.
func mayWrite(planned addresses.Allowlist) diag.Diagnostics {
	verdict := addresses.Guard(planned)
	diags := refusal(verdict.Shut)
	if !diags.HasError() && !verdict.Passes() {
		diags.AddAttributeError(path.Root("must_allow"), "It is not known whether the IP allowlist shuts somebody out",
			"Some of addresses, of must_allow, or enabled is not known, so it is not certain that every address of must_allow stays inside. Nothing was changed. Run terraform plan again.")
	}
	return diags
}

// refusal says what would be shut out. It is empty if nothing is.
func refusal(shut []addresses.Shut) diag.Diagnostics {
	var diags diag.Diagnostics
	if len(shut) == 0 {
		return diags
	}
	before := false
	reasons := make([]string, 0, len(shut))
	for _, one := range shut {
		before = before || one.Before
		reasons = append(reasons, shutOut(one))
	}
	text := "While the IP allowlist is enabled, every address of must_allow has to lie inside addresses:" + base.BulletList(reasons) +
		"\n\nAdd what is missing to addresses. Otherwise people at these addresses lose access to the products that the IP allowlist applies to."
	if before {
		text += "\n\nWhat must_allow had until now protects this change, too. If an address may be shut out, take it out of must_allow first, apply that alone, and change the rest afterwards."
	}
	diags.AddAttributeError(path.Root("must_allow"), "The IP allowlist would shut out an address that it must allow", text)
	return diags
}

func shutOut(one addresses.Shut) string {
	text := one.Text
	if one.Before {
		text += ", which must_allow had until now"
	}
	missing := make([]string, 0, len(one.Missing))
	for _, block := range one.Missing {
		missing = append(missing, addresses.Text(block))
	}
	switch {
	case len(missing) == 0:
		return text + ": it is no address, so nothing can let it in"
	case len(missing) > 1 || missing[0] != addresses.Key(one.Text):
		return text + ": " + base.ShortList(missing) + " would be shut out"
	}
	if one.Before {
		text += ","
	}
	return text + " would be shut out"
}

// warnOfRecentAddresses warns of the addresses in recent events of the audit log that a change shuts out. It reads the log only if the
// change can shut out anybody, and it refuses nothing: where the log cannot be read, the warning says so.
func warnOfRecentAddresses(ctx context.Context, log *audit.Audit, planned addresses.Allowlist, days int) diag.Diagnostics {
	if !planned.Narrows() {
		return nil
	}
	recent, err := log.RecentAddresses(ctx, days)
	if err != nil {
		return diag.Diagnostics{recentUnread(err, days)}
	}
	return recentShutOut(recent, planned, days)
}

// recentUnread says that the audit log could not be read.
func recentUnread(err error, days int) diag.Diagnostic {
	const unchecked = "It was not checked who would be shut out"
	if many, is := errors.AsType[*audit.TooManyEventsError](err); is {
		return diag.NewAttributeWarningDiagnostic(path.Root("warn_of_recent_addresses"), unchecked, fmt.Sprintf(
			"The audit log has more than %d events in the last %s, and the provider does not read more. Set warn_of_recent_addresses to fewer days.", many.Max, base.Quantity(days, "day", "days")))
	}
	failed := base.Failed("Cannot read the addresses of recent events from the audit log", err)
	return diag.NewAttributeWarningDiagnostic(path.Root("warn_of_recent_addresses"), unchecked,
		failed.Summary()+". "+failed.Detail()+"\n\nThe change goes on without this check. Look at the audit log in Atlassian Administration before you apply it.")
}

// recentShutOut warns of the addresses that a change shuts out.
func recentShutOut(recent audit.SeenAddresses, planned addresses.Allowlist, days int) diag.Diagnostics {
	var diags diag.Diagnostics
	at, window := path.Root("warn_of_recent_addresses"), "the last "+base.Quantity(days, "day", "days")
	var shut []string
	for _, seen := range recent.Addresses {
		if planned.ShutsOut(seen.Address) {
			shut = append(shut, seenAt(seen))
		}
	}
	var unsaid []string
	if recent.Unsaid > 0 {
		unsaid = append(unsaid, base.Quantity(recent.Unsaid, "event says", "events say")+" no address")
	}
	if recent.Unread > 0 {
		unsaid = append(unsaid, base.Quantity(recent.Unread, "event says", "events say")+" something that is not understood as an address")
	}
	rest := "The audit log does not record every visit, so other addresses may be in use, too."
	if len(unsaid) > 0 {
		rest += " In the same days " + strings.Join(unsaid, ", and ") + "."
	}
	switch {
	case len(shut) > 0:
		text := fmt.Sprintf("The audit log has events of %s from addresses that this change shuts out:%s", window, base.BulletList(shut))
		if planned.InUnknown || planned.EnabledUnknown {
			text += "\n\nSome of addresses, or enabled, is known only in the apply, so some of these may stay inside."
		}
		diags.AddAttributeWarning(at, "Addresses in use will be shut out", text+"\n\nAdd to addresses what has to stay inside. "+rest)
	case len(recent.Addresses) == 0:
		diags.AddAttributeWarning(at, "It is not known who would be shut out", fmt.Sprintf(
			"The audit log has no event of %s that says an address, so nothing could be compared. %s", window, rest))
	case recent.Unread > 0:
		diags.AddAttributeWarning(at, "Some addresses could not be compared", fmt.Sprintf(
			"This change shuts out none of the addresses in events of %s that could be read. %s", window, rest))
	}
	return diags
}

func seenAt(seen audit.SeenAddress) string {
	text := addresses.Text(seen.Address) + ": " + base.Quantity(seen.Events, "event", "events")
	if seen.Actors > 0 {
		text += " of " + base.Quantity(seen.Actors, "person or app", "people or apps")
	}
	if !seen.Last.IsZero() {
		text += ", the latest at " + seen.Last.UTC().Format(time.RFC3339)
	}
	return text
}
