// SPDX-License-Identifier: MPL-2.0

package base

import (
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

const cannotReach = "Cannot reach Atlassian"

// generalSummaries are the summaries of errors that have nothing to do with the request itself, by meaning.
var generalSummaries = map[meaning.Meaning]string{
	meaning.NotReached:   cannotReach,
	meaning.PageAnswered: cannotReach,
	meaning.ProxyRefused: cannotReach,
	meaning.Redirected:   cannotReach,
	meaning.Withdrawn:    "Atlassian has withdrawn an operation",
	meaning.KeyRefused:   "Atlassian does not accept the API key",
	meaning.TokenRefused: "Atlassian does not accept the API token",
}

// generalSummary returns the summary of an error that has nothing to do with the request itself. It is empty for all other
// errors. An error about a write that may have taken effect keeps its own summary, because the user must know that first.
func generalSummary(err error) string {
	if meaning.IsPending(err) {
		return ""
	}
	return generalSummaries[meaning.Why(err).Meaning]
}

// hintNotReached says what to check if no server was reached.
func hintNotReached(reason meaning.Reason) string {
	text := checkTheWay(reason.Place, reason.Public)
	if reason.Untrusted {
		text += " This machine does not trust the server's certificate. A proxy that inspects TLS has a certificate of its own: add its certificate authority to those that this machine trusts."
	}
	return text
}

// hintPageAnswered says what to check if an HTML page came in place of Atlassian's answer.
func hintPageAnswered(reason meaning.Reason) string {
	return fmt.Sprintf("Atlassian's API does not answer with HTML pages. A proxy, a firewall or a sign-in page may stand between this machine and %s. %s",
		reason.Place, checkTheWay(reason.Place, reason.Public))
}

// hintRedirected says what to check if the answer leads elsewhere.
func hintRedirected(reason meaning.Reason) string {
	return "Atlassian's API does not redirect. A proxy's sign-in page may stand between, or base_url may be wrong. " + checkTheWay("Atlassian", reason.Public)
}

// checkTheWay says which settings decide where requests go. A public operation has its own host.
func checkTheWay(place string, public bool) string {
	if public {
		return fmt.Sprintf("Check that this machine reaches %s. If it needs a proxy, set HTTPS_PROXY.", place)
	}
	return fmt.Sprintf("Check that this machine reaches %s. base_url of the provider block, or the environment variable ATLASSIAN_BASE_URL, sets where requests go. "+
		"If this machine needs a proxy, set HTTPS_PROXY, and list in NO_PROXY the hosts that it reaches without one.", place)
}
