// SPDX-License-Identifier: MPL-2.0

package meaning_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
)

func TestErrorsHaveOneMeaning(t *testing.T) {
	t.Parallel()
	ofPerson, ok := organization.DocumentedOperation("appsInstalledInContexts")
	require.True(t, ok)
	public, ok := organization.DocumentedOperation("getAddon")
	require.True(t, ok)
	flagged := atlassian.Operation{ID: "flagged", Deprecated: true}
	scopes := []string{"read:groups:admin"}
	const place = "https://x.example"
	unreached := &atlassian.ConnectionError{Place: place, Untrusted: true, Err: context.DeadlineExceeded}
	for name, c := range map[string]struct {
		err  error
		want meaning.Reason
	}{
		"nothing known":               {errors.New("broken"), meaning.Reason{}},
		"no error":                    {nil, meaning.Reason{}},
		"a bug":                       {&organization.PanicError{}, meaning.Reason{Meaning: meaning.Bug}},
		"several directories":         {&meaning.AmbiguousDirectoryError{}, meaning.Reason{Meaning: meaning.DirectoryNotChosen}},
		"no connection":               {fmt.Errorf("reading: %w", unreached), meaning.Reason{Meaning: meaning.NotReached, Place: place, Untrusted: true}},
		"a page":                      {&atlassian.PageError{Place: place, Operation: public}, meaning.Reason{Meaning: meaning.PageAnswered, Place: place, Public: true}},
		"a page that refuses":         {&atlassian.PageError{Refusal: &atlassian.Error{Status: 401}}, meaning.Reason{Meaning: meaning.PageAnswered}},
		"a proxy":                     {&atlassian.Error{Status: 407}, meaning.Reason{Meaning: meaning.ProxyRefused}},
		"a redirect":                  {&atlassian.Error{Status: 302, Operation: public}, meaning.Reason{Meaning: meaning.Redirected, Public: true}},
		"out of time":                 {fmt.Errorf("waiting: %w", context.DeadlineExceeded), meaning.Reason{Meaning: meaning.OutOfTime}},
		"out of time at last":         {fmt.Errorf("%w, and at last: %w", context.DeadlineExceeded, &atlassian.Error{Status: 503}), meaning.Reason{Meaning: meaning.OutOfTime}},
		"no token":                    {apps.ErrNoUserToken, meaning.Reason{Meaning: meaning.PersonMissing}},
		"a rate limit":                {&atlassian.Error{Status: 429, RetryAfter: time.Minute}, meaning.Reason{Meaning: meaning.RateLimited, Asked: time.Minute}},
		"a person's rate limit":       {&atlassian.Error{Status: 429, InAnswer: true, Operation: ofPerson}, meaning.Reason{Meaning: meaning.RateLimited}},
		"a public rate limit":         {&atlassian.Error{Status: 429, Operation: public}, meaning.Reason{Meaning: meaning.RateLimited, Public: true}},
		"a wrong token":               {&atlassian.Error{Status: 401, Operation: ofPerson, InAnswer: true}, meaning.Reason{Meaning: meaning.TokenRefused}},
		"a person":                    {&atlassian.Error{Status: 403, Operation: ofPerson}, meaning.Reason{Meaning: meaning.PersonRefused}},
		"errors in an answer":         {&atlassian.Error{Status: 200, Operation: ofPerson, InAnswer: true}, meaning.Reason{Meaning: meaning.GatewayErrors}},
		"a plan in an answer":         {&atlassian.Error{Status: 402, Operation: ofPerson, InAnswer: true}, meaning.Reason{Meaning: meaning.GatewayErrors}},
		"a wrong key":                 {&atlassian.Error{Status: 401}, meaning.Reason{Meaning: meaning.KeyRefused}},
		"no key to be wrong":          {&atlassian.Error{Status: 401, Operation: public}, meaning.Reason{Public: true}},
		"a key with scopes":           {&atlassian.Error{Status: 403, Code: "forbidden.insufficientScope", RequiredScopes: scopes}, meaning.Reason{Meaning: meaning.KeyScoped}},
		"a missing scope":             {&atlassian.Error{Status: 403, RequiredScopes: scopes}, meaning.Reason{Meaning: meaning.ScopeMissing, Scopes: scopes}},
		"no scope to name":            {&atlassian.Error{Status: 403}, meaning.Reason{Meaning: meaning.KeyForbidden}},
		"a plan":                      {&atlassian.Error{Status: 402}, meaning.Reason{Meaning: meaning.PlanLacks}},
		"withdrawn":                   {&atlassian.Error{Status: 410}, meaning.Reason{Meaning: meaning.Withdrawn}},
		"a withdrawn route":           {&atlassian.Error{Status: 404, NoRoute: true, Operation: flagged}, meaning.Reason{Meaning: meaning.Withdrawn, Operation: flagged}},
		"a page for a route":          {&atlassian.PageError{Status: 404, Refusal: &atlassian.Error{Status: 404, NoRoute: true, Operation: flagged}}, meaning.Reason{Meaning: meaning.Withdrawn, Operation: flagged}},
		"a withdrawn method":          {&atlassian.Error{Status: 405, Operation: flagged}, meaning.Reason{Meaning: meaning.Withdrawn, Operation: flagged}},
		"another 405":                 {&atlassian.Error{Status: 405}, meaning.Reason{}},
		"gone, and flagged":           {fmt.Errorf("reading: %w", &atlassian.Error{Status: 410, Operation: flagged}), meaning.Reason{Meaning: meaning.Withdrawn, Operation: flagged}},
		"a disabled API":              {&atlassian.Error{Status: 403, Detail: "This API has been temporarily disabled", RequiredScopes: scopes, Operation: flagged}, meaning.Reason{Meaning: meaning.Withdrawn, Operation: flagged}},
		"a deprecated thing":          {&atlassian.Error{Status: 403, Title: "Deprecated", Operation: flagged}, meaning.Reason{Meaning: meaning.Withdrawn, Operation: flagged}},
		"a disabled key, and flagged": {&atlassian.Error{Status: 403, Detail: "The API key has been disabled", Operation: flagged}, meaning.Reason{Meaning: meaning.KeyForbidden}},
		"an account, and flagged":     {&atlassian.Error{Status: 403, Detail: "The API is no longer open to this account", Operation: flagged}, meaning.Reason{Meaning: meaning.KeyForbidden}},
		"a removed thing":             {&atlassian.Error{Status: 403, Detail: "The resource was removed", Operation: flagged}, meaning.Reason{Meaning: meaning.KeyForbidden}},
		"a disabled API, not flagged": {&atlassian.Error{Status: 403, Detail: "This API has been disabled"}, meaning.Reason{Meaning: meaning.KeyForbidden}},
		"a scope, and flagged":        {&atlassian.Error{Status: 403, Detail: "The API key lacks the scope", RequiredScopes: scopes, Operation: flagged}, meaning.Reason{Meaning: meaning.ScopeMissing, Scopes: scopes}},
		"a firewall's page":           {&atlassian.PageError{Place: place, Operation: flagged, Refusal: &atlassian.Error{Status: 403, Detail: "deprecated", Operation: flagged}}, meaning.Reason{Meaning: meaning.PageAnswered, Place: place}},
		"a page with a 410":           {&atlassian.PageError{Place: place, Refusal: &atlassian.Error{Status: 410}}, meaning.Reason{Meaning: meaning.PageAnswered, Place: place}},
		"missing, and flagged":        {&atlassian.Error{Status: 404, Operation: flagged}, meaning.Reason{Meaning: meaning.Missing}},
		"nothing serves the URL":      {&atlassian.Error{Status: 404, NoRoute: true}, meaning.Reason{Meaning: meaning.NotServed}},
		"invalid":                     {&atlassian.Error{Status: 400}, meaning.Reason{Meaning: meaning.Invalid}},
		"missing":                     {&atlassian.Error{Status: 404}, meaning.Reason{Meaning: meaning.Missing}},
		"a conflict":                  {&atlassian.Error{Status: 409}, meaning.Reason{Meaning: meaning.Conflicting}},
		"a broken server":             {&atlassian.Error{Status: 500}, meaning.Reason{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, meaning.Why(c.err))
		})
	}
}

func TestRefusalsHaveAMeaningByThemselves(t *testing.T) {
	t.Parallel()
	missing := &atlassian.Error{Status: 404, NoRoute: true}
	for _, err := range []error{
		missing,
		&atlassian.PageError{Status: 404, Refusal: missing},
		fmt.Errorf("%w, and at last: %w", context.DeadlineExceeded, missing),
	} {
		require.Equal(t, meaning.NotServed, meaning.WhyRefused(err).Meaning, err)
	}
	require.Equal(t, meaning.Unknown, meaning.WhyRefused(context.DeadlineExceeded).Meaning)
}
