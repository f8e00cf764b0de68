// SPDX-License-Identifier: MPL-2.0

package base

import (
	"errors"
	"fmt"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// generalSummary is the summary of an error that has nothing to do with what was asked for; empty for all others. An error
// about a write that may have taken effect keeps its own: that is what its reader has to know first.
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

// nextForConnection says what to check where nobody was reached, or somebody else than Atlassian has answered; it is empty
// for all other errors.
func nextForConnection(err error) string {
	if failed, ok := errors.AsType[*organization.ConnectionError](err); ok {
		hint := checkTheWay(failed.Place, failed.Operation)
		if failed.Untrusted {
			hint += " The certificate that came from there is not trusted. A proxy that looks into TLS has one of its own: add its certificate authority to those that this machine trusts."
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
	return "Atlassian's API does not redirect. A proxy's sign-in page may stand between, or base_url lead elsewhere. " + checkTheWay("Atlassian", refused.Operation)
}

// checkTheWay says what decides where requests go, and which way.
func checkTheWay(place string, operation organization.Operation) string {
	if organization.AsksNobody(operation) {
		return fmt.Sprintf("Check that this machine reaches %s. If that takes a proxy, HTTPS_PROXY names it.", place)
	}
	return fmt.Sprintf("Check that this machine reaches %s. Where requests go is set by base_url in the provider block, or by the environment variable ATLASSIAN_BASE_URL. "+
		"If that takes a proxy, HTTPS_PROXY names it, and NO_PROXY what is reached without one.", place)
}
