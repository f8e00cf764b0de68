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
