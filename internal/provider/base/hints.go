// SPDX-License-Identifier: MPL-2.0

package base

import (
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

const timeIsOver = "The time allowed for this operation is over. If the type has a timeouts attribute, raise the time there."

// UserTokens is the page on which a person makes an API token.
const UserTokens = "https://id.atlassian.com/manage-profile/security/api-tokens" //nolint:gosec // a page, and no secret

// hints say what to do about an error, by its meaning. A meaning without an entry needs no hint.
var hints = map[meaning.Meaning]func(meaning.Reason) string{
	meaning.DirectoryNotChosen: always("Set directory_id here or in the provider block, or the environment variable ATLASSIAN_DIRECTORY_ID."),
	meaning.Bug:                always(reportBug),

	meaning.NotReached:   hintNotReached,
	meaning.PageAnswered: hintPageAnswered,
	meaning.ProxyRefused: always("A proxy between this machine and Atlassian asks for credentials. Check HTTPS_PROXY and NO_PROXY."),
	meaning.Redirected:   hintRedirected,

	meaning.OutOfTime:   always(timeIsOver),
	meaning.RateLimited: always("Atlassian limits the rate of requests. Run again later, or with a smaller -parallelism."),

	meaning.Withdrawn: hintWithdrawn,

	meaning.PlanLacks: always("The organization's plan does not include this. Atlassian documents this answer to invitations if the organization has no paid subscription. Look under Billing in Atlassian Administration."),

	meaning.PersonMissing: always("Marketplace apps can be read only with the API token of a person who administers the sites, not with an organization API key. " +
		"That person can create one at " + UserTokens + ". Then set user_email and user_api_token in the provider block, or the environment variables ATLASSIAN_USER_EMAIL and ATLASSIAN_USER_API_TOKEN."),
	meaning.TokenRefused: always("Atlassian does not accept user_email and user_api_token. The token must be a person's API token that has not expired. Create one at " + UserTokens +
		", best without scopes: Atlassian does not document whether it accepts tokens with scopes. user_email must be the address of the same person's account. An organization API key does not work here."),
	meaning.PersonRefused: always("The person whose API token is in user_api_token must administer every site and product that the request is about. An organization admin is not always a site admin."),
	meaning.GatewayErrors: always("Atlassian's GraphQL gateway answered with errors instead of, or beside, data. So the provider used nothing of the answer. Run again later. " +
		"Atlassian does not document the gateway as stable, and may have changed it. If the error says that a field does not exist, please report it."),

	meaning.KeyRefused: always("Atlassian does not accept the API key. Check that api_key (or ATLASSIAN_ORG_API_KEY) is an organization API key that has not expired: " +
		"Atlassian Administration > Organization settings > API keys. The API token of a person does not work here."),
	meaning.KeyScoped: always("Atlassian's User management API refuses every API key that has scopes. Use a key without scopes: " +
		"Atlassian Administration > Organization settings > API keys."),
	meaning.ScopeMissing: func(reason meaning.Reason) string {
		return "The API key may lack a scope. The operation needs: " + strings.Join(reason.Scopes, ", ") +
			". You cannot change the scopes of a key: create a new key in Atlassian Administration > Organization settings > API keys."
	},
	meaning.KeyForbidden: always("The API key is not allowed to do this. Atlassian documents no scope for the operation; a key without scopes is reported to work."),
}

// hintWithdrawn says which capability is withdrawn, and how to go on without it.
func hintWithdrawn(reason meaning.Reason) string {
	what := "`" + reason.Operation.Name() + "`"
	if reason.Operation.Does != "" {
		what = "to " + reason.Operation.Does + " (" + what + ")"
	}
	flagged := ""
	if reason.Operation.Deprecated {
		flagged = " It had flagged the operation as deprecated, and documents no other one."
	}
	return "Atlassian has withdrawn a capability that this needs, or has disabled it for a time: " + what + "." + flagged +
		" The provider treats nothing as deleted that it cannot read, and keeps the state as it is. Run again later, or look for a version of the provider that does not need the operation. " +
		"If all operations fail in this way, base_url may be wrong instead.\n\n" + giveUp
}

// giveUp says how to go on without an operation.
const giveUp = "To go on without it, let Terraform forget the resource. The object stays in Atlassian as it is, and Atlassian Administration can change it. Put a removed block in place of the resource block:\n\n" +
	"removed {\n  from = TYPE.NAME\n\n  lifecycle {\n    destroy = false\n  }\n}"

// always returns a hint that depends only on the meaning.
func always(hint string) func(meaning.Reason) string {
	return func(meaning.Reason) string { return hint }
}

// hint says what to do about an error. It is empty if the error says everything.
func hint(err error) string {
	reason := meaning.Why(err)
	if worded, ok := hints[reason.Meaning]; ok {
		return worded(reason)
	}
	return ""
}
