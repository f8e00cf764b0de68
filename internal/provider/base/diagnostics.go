// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// Failed words an error as a diagnostic: summary says what failed in the user's words ("Cannot create the group"),
// the detail is the cause and what to do about it. An error that has nothing to do with the request itself, such as a failed
// connection, has a summary of its own, and the detail begins with the one given.
func Failed(summary string, err error) diag.Diagnostic {
	if general := generalSummary(err); general != "" {
		summary, err = general, fmt.Errorf("%s: %w", summary, err)
	}
	return diag.NewErrorDiagnostic(summary, explain(err))
}

// FailedAt is [Failed] for an error that one attribute is to blame for.
func FailedAt(at path.Path, summary string, err error) diag.Diagnostic {
	if generalSummary(err) != "" {
		return Failed(summary, err) // the attribute is not to blame
	}
	return diag.NewAttributeErrorDiagnostic(at, summary, explain(err))
}

// explain is the cause of an error in sentences, followed by what to do next where that is known.
func explain(err error) string {
	cause := sentence(Escaped(withoutBidiControls(err.Error()))) // an ID or a name in it may have line breaks, and no error of ours has any
	if hint := next(err); hint != "" {
		return cause + "\n\n" + hint
	}
	return cause
}

const timeIsOver = "The time allowed for this operation is over. Where the type has a timeouts attribute, it can be raised there."

// TimeIsOver is the paragraph of a message that says what to do if one of several changes ran out of time. It is empty where none did.
func TimeIsOver(failed map[string]error) string {
	for _, err := range failed {
		if errors.Is(err, context.DeadlineExceeded) {
			return "\n\n" + timeIsOver
		}
	}
	return ""
}

// next says what to do about an error; it is empty where the error says all there is.
func next(err error) string {
	if _, ok := errors.AsType[*organization.AmbiguousDirectoryError](err); ok {
		return "Set directory_id here or in the provider block, or the environment variable ATLASSIAN_DIRECTORY_ID."
	}
	if _, ok := errors.AsType[*organization.PanicError](err); ok {
		return reportBug
	}
	if hint := nextForConnection(err); hint != "" {
		return hint
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return timeIsOver
	}
	if errors.Is(err, organization.ErrNoUserToken) {
		return "Marketplace apps can be read only with the API token of a person who administers the sites, not with an organization API key. " +
			"That person makes one at " + userTokens + "; then set user_email and user_api_token in the provider block, or the environment variables ATLASSIAN_USER_EMAIL and ATLASSIAN_USER_API_TOKEN."
	}
	var refused *organization.APIError
	if !errors.As(err, &refused) {
		return ""
	}
	switch {
	case refused.Status == 429:
		return "Atlassian limits the rate of requests. Run again later, or with a smaller -parallelism."
	case organization.AsksPerson(refused.Operation):
		return nextForPerson(refused)
	case organization.AsksNobody(refused.Operation):
		return "" // no key is to blame
	}
	switch refused.Status {
	case 401:
		return "Atlassian does not accept the API key. Check that api_key (or ATLASSIAN_ORG_API_KEY) is an organization API key that has not expired: " +
			"Atlassian Administration > Organization settings > API keys. API tokens of a person are not accepted here."
	case 403:
		if organization.IsScopedKey(refused) {
			return "Atlassian's User management API refuses every API key that has scopes, whichever they are. Use a key without scopes: " +
				"Atlassian Administration > Organization settings > API keys."
		}
		if len(refused.RequiredScopes) > 0 {
			return "The API key may lack a scope. The operation asks for: " + strings.Join(refused.RequiredScopes, ", ") +
				". Scopes of a key cannot be changed: make a new key in Atlassian Administration > Organization settings > API keys."
		}
		return "The API key is not allowed to do this. Atlassian documents no scope for the operation; a key without scopes is reported to work."
	}
	return ""
}

// userTokens is where a person makes an API token.
const userTokens = "https://id.atlassian.com/manage-profile/security/api-tokens" //nolint:gosec // a page, and no secret

// nextForPerson says what to do where the gateway does not let the person do something.
func nextForPerson(refused *organization.APIError) string {
	switch refused.Status {
	case 401:
		return "Atlassian does not accept user_email and user_api_token. The token must be a person's API token that has not expired, made at " + userTokens +
			" (best without scopes: whether tokens with scopes are accepted is not documented), and user_email must be the address of the same person's account. Organization API keys are not accepted here."
	case 403:
		return "The person whose API token is in user_api_token must administer every site and product that is asked about: organization admins are not site admins by that alone."
	}
	if refused.InAnswer {
		return "Atlassian's GraphQL gateway answered with errors instead of, or beside, data, so that nothing of the answer was used. If it passes, run again. The gateway is no documented contract and may have changed: if it says that a field does not exist, please report it."
	}
	return ""
}

// Exists is the refusal to adopt an object, with the block that imports it.
func Exists(typeName string, err *organization.ExistsError) diag.Diagnostic {
	return diag.NewErrorDiagnostic("It exists already",
		sentence(err.Error())+" An object that exists is never adopted silently. To manage it from here, import it:\n\n"+ImportBlock(typeName, err.Name, err.ImportID))
}

// sentence starts a text with a capital and ends it with a full stop.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" {
		return text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}
