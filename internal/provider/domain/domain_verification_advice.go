// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// console is where a person manages domains: the API has no operation for it.
const console = "Atlassian Administration under Directory > Domains"

// demand is the domain that must be verified, and its claim type; an empty claim type means any.
type demand struct{ name, claimType string }

// advice says what a person must do so that the domain becomes verified. The status is empty if the domain is not listed.
func advice(status string) string {
	switch status {
	case "":
		return "Add the domain in " + console + ", and verify it there. Atlassian's API can do neither."
	case domains.Unverified:
		return "Publish the proof that " + console + " shows for the domain (the TXT record " + txtPrefix +
			"<token>, or the HTML file), then verify the domain there."
	case domains.MissingToken:
		return "Atlassian no longer finds the proof that the domain is yours: the TXT record " + txtPrefix + "<token> (or the HTML file) is gone or unreadable. " +
			"Accounts of the domain may be released from the organization. Publish the proof that " + console +
			" shows again, and check there that the domain becomes verified."
	case domains.Superseded:
		// Unverified: Atlassian documents the value without a meaning.
		return "The status suggests that another claim replaced this one. Check the domain in " + console +
			", and check whether another of your organizations has it."
	default:
		return "Check the domain in " + console + "."
	}
}

// describeClaim describes what was last known of a domain.
func describeClaim(name, status, claimType string) string {
	if status == "" {
		return fmt.Sprintf("Domain %s is not listed", name)
	}
	if claimType == "" {
		return fmt.Sprintf("The status of domain %s is %q", name, status)
	}
	return fmt.Sprintf("The status of domain %s is %q (claim type %s)", name, status, claimType)
}

// notListed is the refusal to wait for a domain that nobody has added in Atlassian.
func notListed(name string) string {
	return fmt.Sprintf("The organization has no domain %s. %s To wait while somebody adds it, set wait_until_listed = true.", name, advice(""))
}

// otherClaimType says that the domain has another claim type than the configuration expects. It is empty if this is not so.
func (d demand) otherClaimType(actual string) string {
	if d.claimType == "" || d.claimType == actual {
		return ""
	}
	is := "Atlassian returns no claim type for it"
	if actual != "" {
		is = fmt.Sprintf("its claim type is %q", actual)
	}
	return fmt.Sprintf("The configuration expects domain %s to be verified with claim type %q, but %s. "+
		"Verify the domain the other way in %s, or correct expected_claim_type. Atlassian documents the claim types http and dns.", d.name, d.claimType, is, console)
}

// unverified is the error of a wait that ended without a verified domain. After says what becomes of the resource.
func (d demand) unverified(last domains.Domain, err error, allowed time.Duration, after string) diag.Diagnostic {
	at := path.Root("domain")
	var inVain *domains.UnverifiedDomainError
	switch {
	case meaning.IsNotFound(err):
		return diag.NewAttributeErrorDiagnostic(at, "The domain is not listed", notListed(d.name))
	case errors.As(err, &inVain):
		waited := "after a wait of " + formatDuration(allowed)
		if !errors.Is(err, context.DeadlineExceeded) {
			waited = "and Terraform was interrupted while it waited"
		}
		return diag.NewAttributeErrorDiagnostic(at, "The domain is not verified",
			fmt.Sprintf("%s %s. %s\n\n%s", describeClaim(d.name, inVain.Status, last.ClaimType), waited, advice(inVain.Status), after))
	default:
		return base.FailedAt(at, "Cannot read the domain", err)
	}
}

// formatDuration formats a duration without the zeros that Go puts at its end.
func formatDuration(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
