// SPDX-License-Identifier: MPL-2.0

// Package meaning says what an error means to somebody who has to do something about it, whatever status or form it came in. It has
// the errors that the areas of an organization share, too.
package meaning

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Meaning is what an error means, whatever status or form it came in. It decides what a user can do about the error.
type Meaning int

// The meanings of errors. A comment names the documented form where the API has one.
const (
	// Unknown is an error that says all there is to say.
	Unknown Meaning = iota
	// Bug is a [reading.PanicError].
	Bug
	// DirectoryNotChosen is an [AmbiguousDirectoryError].
	DirectoryNotChosen
	// NotReached is a connection that failed: no server was reached, or no answer came.
	NotReached
	// PageAnswered is an HTML page in place of Atlassian's answer. A proxy, a firewall or a sign-in page stands between.
	PageAnswered
	// ProxyRefused is a proxy that asks for credentials (407).
	ProxyRefused
	// Redirected is an answer that leads elsewhere (3xx). Atlassian's API has none.
	Redirected
	// OutOfTime is the end of the time that an operation may take.
	OutOfTime
	// PersonMissing is an operation that needs the API token of a person, where none is configured.
	PersonMissing
	// RateLimited is a request that came too early (429).
	RateLimited
	// TokenRefused is an API token of a person that Atlassian does not accept (401).
	TokenRefused
	// PersonRefused is a person who is not allowed to do something (403).
	PersonRefused
	// GatewayErrors are errors in an answer of success, as GraphQL has them.
	GatewayErrors
	// KeyRefused is an organization API key that Atlassian does not accept (401).
	KeyRefused
	// KeyScoped is an API key that an operation refuses because the key has scopes, whichever they are, as the User management API
	// does (403 with a code).
	KeyScoped
	// ScopeMissing is an API key that may lack one of the scopes that the operation needs (403).
	ScopeMissing
	// KeyForbidden is an API key that is not allowed to do something for which Atlassian documents no scope (403).
	KeyForbidden
	// PlanLacks is an organization whose plan does not include the feature (402). Documented for invitations and classification levels.
	// Unverified in a live organization.
	PlanLacks
	// Withdrawn is an operation that Atlassian has withdrawn or disabled: a 410, and for an operation that Atlassian has flagged as
	// deprecated also what no operation answers that is served, and a 403 that says so. Unverified: Atlassian documents no status for
	// this. It never means that a thing is gone.
	Withdrawn
	// NotServed is a URL without an operation: the base URL is wrong, or Atlassian has withdrawn the operation (404 of the gateway).
	NotServed
	// Invalid is a request that the operation does not accept (400).
	Invalid
	// Missing is a thing that does not exist (404). It may be the organization: see [IsNotFound].
	Missing
	// Conflicting is a request that conflicts with what there is (409).
	Conflicting
)

// Reason is the meaning of an error, with what its wording needs.
type Reason struct {
	Meaning Meaning
	// Scopes are those that the operation needs, if the meaning is [ScopeMissing].
	Scopes []string
	// Asked is how long Atlassian asks to wait, if the meaning is [RateLimited]. It is 0 where Atlassian did not say.
	Asked time.Duration
	// Place is the scheme and host that was asked, if the meaning is [NotReached] or [PageAnswered].
	Place string
	// Public says that the operation needs no credentials, and that base_url does not apply to it.
	Public bool
	// Untrusted says that this machine does not trust the server's certificate.
	Untrusted bool
	// Operation is the one that is withdrawn, if the meaning is [Withdrawn].
	Operation atlassian.Operation
}

// Why says what an error means. Whatever ended a request before Atlassian could answer it comes first, because what came in place of
// the answer says nothing about the request.
func Why(err error) Reason {
	if _, ok := errors.AsType[*AmbiguousDirectoryError](err); ok {
		return Reason{Meaning: DirectoryNotChosen}
	}
	if _, ok := errors.AsType[*reading.PanicError](err); ok {
		return Reason{Meaning: Bug}
	}
	if failed, ok := errors.AsType[*atlassian.ConnectionError](err); ok {
		return Reason{Meaning: NotReached, Place: failed.Place, Public: isPublic(failed.Operation), Untrusted: failed.Untrusted}
	}
	if refusal := WhyRefused(err); refusal.Meaning == Withdrawn {
		return refusal // a gateway's page for a withdrawn operation, too
	}
	if page, ok := errors.AsType[*atlassian.PageError](err); ok {
		return Reason{Meaning: PageAnswered, Place: page.Place, Public: isPublic(page.Operation)}
	}
	refusal := WhyRefused(err)
	switch {
	case refusal.Meaning == ProxyRefused, refusal.Meaning == Redirected:
		return refusal
	case errors.Is(err, context.DeadlineExceeded):
		return Reason{Meaning: OutOfTime}
	case errors.Is(err, atlassian.ErrNoUserToken):
		return Reason{Meaning: PersonMissing}
	}
	return refusal
}

// WhyRefused says what a refusal means by itself, even if it came as a page or the time is over as well. Its meaning is [Unknown] for
// all other errors.
func WhyRefused(err error) Reason {
	refused, ok := errors.AsType[*atlassian.Error](err)
	if !ok {
		return Reason{}
	}
	meaning := meaningOf(refused)
	reason := Reason{Meaning: meaning, Public: isPublic(refused.Operation)}
	_, page := errors.AsType[*atlassian.PageError](err)
	if isWithdrawn(refused, page) {
		return Reason{Meaning: Withdrawn, Operation: refused.Operation, Public: reason.Public}
	}
	if meaning == RateLimited {
		reason.Asked = refused.RetryAfter
	}
	if meaning == ScopeMissing {
		reason.Scopes = refused.RequiredScopes
	}
	return reason
}

// isPublic reports whether an operation is asked for without credentials.
func isPublic(operation atlassian.Operation) bool { return operation.Credential == atlassian.Nobody }

// codeScoped is the code of the User management API for a key that has scopes.
const codeScoped = "forbidden.insufficientScope"

// meaningOf is the meaning of a refusal. Only this file reads the status of a refusal.
func meaningOf(refused *atlassian.Error) Meaning {
	switch status := refused.Status; {
	case status == 407 && !refused.InAnswer:
		return ProxyRefused
	case status/100 == 3 && !refused.InAnswer:
		return Redirected
	case status == 429:
		return RateLimited
	}
	switch {
	case refused.Operation.Credential == atlassian.UserToken:
		return meaningForPerson(refused)
	case isPublic(refused.Operation):
		return meaningForAll(refused)
	}
	switch refused.Status {
	case 401:
		return KeyRefused
	case 403:
		switch {
		case refused.Code == codeScoped:
			return KeyScoped
		case len(refused.RequiredScopes) > 0:
			return ScopeMissing
		}
		return KeyForbidden
	}
	return meaningForAll(refused)
}

// A 403 speaks of the operation if it says one of these, and of the key or the account if it says one of the others. Unverified: Atlassian's
// own words. It has written of APIs marked as deprecated that it will "temporarily disable" them.
var (
	saysWithdrawn = regexp.MustCompile(`(?i)deprecat|\b(api|operation|endpoint|method)s?\b.*\b(disabled|withdrawn|retired|removed|decommissioned|no longer)\b`)
	saysCaller    = regexp.MustCompile(`(?i)\b(keys?|tokens?|credentials?|accounts?|users?|scopes?)\b`)
)

// isWithdrawn reports whether a refusal can only mean that the operation is not served any more. Of an operation that Atlassian has not
// flagged as deprecated, only a 410 says so. A 404 of a thing never does. A wrong base URL looks like a withdrawn route, and the wording
// says so. The page of a firewall may have a 403 or a 410 for everything.
func isWithdrawn(refused *atlassian.Error, page bool) bool {
	if refused.InAnswer {
		return false
	}
	flagged := refused.Operation.Deprecated
	switch refused.Status {
	case 404:
		return flagged && refused.NoRoute
	case 405, 501:
		return flagged
	case 410:
		return flagged || !page
	case 403:
		said := strings.Join([]string{refused.Title, refused.Detail}, " ")
		return flagged && !page && saysWithdrawn.MatchString(said) && !saysCaller.MatchString(said)
	}
	return false
}

// meaningForPerson is the meaning of a refusal by the GraphQL gateway.
func meaningForPerson(refused *atlassian.Error) Meaning {
	switch {
	case refused.Status == 401:
		return TokenRefused
	case refused.Status == 403:
		return PersonRefused
	case refused.InAnswer:
		return GatewayErrors
	}
	return meaningForAll(refused)
}

// meaningForAll is the meaning of a refusal for which no credentials are to blame.
func meaningForAll(refused *atlassian.Error) Meaning {
	switch refused.Status {
	case 400:
		return Invalid
	case 402:
		return PlanLacks
	case 404:
		if refused.NoRoute {
			return NotServed
		}
		return Missing
	case 409:
		return Conflicting
	}
	return Unknown
}

// IsRefusal reports whether an error is final: Atlassian has answered, and refused, and the next request would get the same answer. A
// 429 puts the request off, and after a 408 Atlassian has not read all of it: neither is a refusal.
func IsRefusal(err error) bool {
	refused, ok := errors.AsType[*atlassian.Error](err)
	return ok && refused.Status < 500 && !atlassian.IsPutOff(refused)
}

// MayRefuseAdmins reports whether a refusal may be about the group. Unverified: which status it has. Atlassian documents only that an
// addition "will return an error". A wrong key and a rate limit are other errors.
func MayRefuseAdmins(refused *atlassian.Error) bool {
	if atlassian.IsUnauthorized(refused) || refused.NoRoute {
		return false
	}
	return refused.Status >= 400 && IsRefusal(refused)
}
