// SPDX-License-Identifier: MPL-2.0

package account

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/accounts"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// reasonTexts say why the organization cannot change something, by Atlassian's word.
var reasonTexts = map[string]string{
	"authPolicy.saml":            "the identity provider manages it, and sets it when the person signs in by SAML",
	"externalDirectory.scim":     "the identity provider manages it, and syncs the account by SCIM",
	"externalDirectory.google":   "Google Workspace manages it, and syncs the account",
	"blocked.exportControl":      "US export control blocks the account, and only Atlassian Support can help",
	"administrative":             "Atlassian keeps it for administrative use",
	"administrative.notMyself":   "this person created the API key, and nobody may do this to their own account",
	"myselfOnly":                 "only the person can change it",
	"managedAccount":             "only the admins of the organization that manages the account can change it",
	"forbidden.targetUnverified": "the account is not verified",
}

// reasonText says why the organization cannot change something.
func reasonText(reason string) string {
	switch text, known := reasonTexts[reason]; {
	case known:
		return text
	case reason == "":
		return "Atlassian gives no reason"
	}
	return "Atlassian gives the reason " + base.Quoted(reason)
}

// remedy says what to do about an attribute that the organization cannot change.
func remedy(attribute string) string {
	return fmt.Sprintf("Remove %s from the configuration, or change it where it is managed.", attribute)
}

// scopedKey is the error of a key that has scopes, or nil.
func scopedKey(err error) error {
	if scoped, ok := errors.AsType[*accounts.ScopedKeyError](err); ok {
		return scoped
	}
	return nil
}

// scopedTitle is one summary for all resources of a run. The first error explains it, and all others refer to that one.
const scopedTitle = "The API key has scopes"

// failedChange is a change that failed. Reasons of Atlassian are put into words.
func failedChange(err error) diag.Diagnostic {
	if scoped := scopedKey(err); scoped != nil {
		return base.Failed(scopedTitle, scoped)
	}
	return base.Failed(cannotChangeAccount, withReasons(err))
}

// withReasons puts the reasons of an error of Atlassian into words.
func withReasons(err error) error {
	var reasons []string
	for _, refusal := range accounts.RefusedBy(err) {
		text := reasonText(refusal.Reason)
		if refusal.What != "" {
			text = attributeOf(refusal.What) + ": " + text
		}
		reasons = append(reasons, text)
	}
	if len(reasons) == 0 {
		return err
	}
	return fmt.Errorf("%w. This means: %s", err, strings.Join(reasons, "; "))
}

// isAgain reports whether another error of the run has explained a key that has scopes.
func isAgain(err error) bool {
	scoped, ok := errors.AsType[*accounts.ScopedKeyError](err)
	return ok && scoped.Again
}

// reasonOf is why the change of one account of a list failed. A key that has scopes has an error of its own.
func reasonOf(err error) string {
	if scopedKey(err) != nil {
		return "the API key has scopes"
	}
	return withReasons(err).Error()
}
