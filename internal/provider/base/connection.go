// SPDX-License-Identifier: MPL-2.0

package base

import (
	"errors"
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// generalSummary is the summary of an error that has nothing to do with the request itself. It is empty for all other errors. An
// error about a write that may have taken effect keeps its own summary, because the user must know that first.
func generalSummary(err error) string {
	if organization.IsPending(err) {
		return ""
	}
	if _, ok := errors.AsType[*organization.ConnectionError](err); ok || organization.IsInterposed(err) {
		return "Cannot reach Atlassian"
	}
	if organization.IsKeyRefused(err) {
		if refused, ok := errors.AsType[*organization.APIError](err); ok && organization.AsksPerson(refused.Operation) {
			return "Atlassian does not accept the API token"
		}
		return "Atlassian does not accept the API key"
	}
	return ""
}

// nextForConnection says what to check if the server was not reached, or if something else than Atlassian has answered. It is empty for
// all other errors.
func nextForConnection(err error) string {
	if failed, ok := errors.AsType[*organization.ConnectionError](err); ok {
		hint := checkTheWay(failed.Place, failed.Operation)
		if failed.Untrusted {
			hint += " This machine does not trust the server's certificate. A proxy that inspects TLS has a certificate of its own: add its certificate authority to those that this machine trusts."
		}
		return hint
	}
	if page, ok := errors.AsType[*organization.PageError](err); ok {
		return fmt.Sprintf("Atlassian's API does not answer with HTML pages. A proxy, a firewall or a sign-in page may stand between this machine and %s. %s",
			page.Place, checkTheWay(page.Place, page.Operation))
	}
	refused, ok := errors.AsType[*organization.APIError](err)
	switch {
	case !ok || !organization.IsInterposed(err):
		return ""
	case refused.Status == 407:
		return "A proxy between this machine and Atlassian asks for credentials. Check HTTPS_PROXY and NO_PROXY."
	}
	return "Atlassian's API does not redirect. A proxy's sign-in page may stand between, or base_url may be wrong. " + checkTheWay("Atlassian", refused.Operation)
}

// checkTheWay says which settings decide where requests go.
func checkTheWay(place string, operation organization.Operation) string {
	if organization.AsksNobody(operation) {
		return fmt.Sprintf("Check that this machine reaches %s. If it needs a proxy, set HTTPS_PROXY.", place)
	}
	return fmt.Sprintf("Check that this machine reaches %s. base_url of the provider block, or the environment variable ATLASSIAN_BASE_URL, sets where requests go. "+
		"If this machine needs a proxy, set HTTPS_PROXY, and list in NO_PROXY the hosts that it reaches without one.", place)
}
