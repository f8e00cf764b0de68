// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

func TestErrorsHaveOneMeaning(t *testing.T) {
	t.Parallel()
	ofPerson, ok := organization.DocumentedOperation("appsInstalledInContexts")
	require.True(t, ok)
	public, ok := organization.DocumentedOperation("getAddon")
	require.True(t, ok)
	scopes := []string{"read:groups:admin"}
	const place = "https://x.example"
	unreached := &atlassian.ConnectionError{Place: place, Untrusted: true, Err: context.DeadlineExceeded}
	for name, c := range map[string]struct {
		err  error
		want organization.Reason
	}{
		"nothing known":          {errors.New("broken"), organization.Reason{}},
		"no error":               {nil, organization.Reason{}},
		"a bug":                  {&organization.PanicError{}, organization.Reason{Meaning: organization.Bug}},
		"several directories":    {&organization.AmbiguousDirectoryError{}, organization.Reason{Meaning: organization.DirectoryNotChosen}},
		"no connection":          {fmt.Errorf("reading: %w", unreached), organization.Reason{Meaning: organization.NotReached, Place: place, Untrusted: true}},
		"a page":                 {&atlassian.PageError{Place: place, Operation: public}, organization.Reason{Meaning: organization.PageAnswered, Place: place, Public: true}},
		"a page that refuses":    {&atlassian.PageError{Refusal: &atlassian.Error{Status: 401}}, organization.Reason{Meaning: organization.PageAnswered}},
		"a proxy":                {&atlassian.Error{Status: 407}, organization.Reason{Meaning: organization.ProxyRefused}},
		"a redirect":             {&atlassian.Error{Status: 302, Operation: public}, organization.Reason{Meaning: organization.Redirected, Public: true}},
		"out of time":            {fmt.Errorf("waiting: %w", context.DeadlineExceeded), organization.Reason{Meaning: organization.OutOfTime}},
		"out of time at last":    {fmt.Errorf("%w, and at last: %w", context.DeadlineExceeded, &atlassian.Error{Status: 503}), organization.Reason{Meaning: organization.OutOfTime}},
		"no token":               {organization.ErrNoUserToken, organization.Reason{Meaning: organization.PersonMissing}},
		"a rate limit":           {&atlassian.Error{Status: 429, RetryAfter: time.Minute}, organization.Reason{Meaning: organization.RateLimited, Asked: time.Minute}},
		"a person's rate limit":  {&atlassian.Error{Status: 429, InAnswer: true, Operation: ofPerson}, organization.Reason{Meaning: organization.RateLimited}},
		"a public rate limit":    {&atlassian.Error{Status: 429, Operation: public}, organization.Reason{Meaning: organization.RateLimited, Public: true}},
		"a wrong token":          {&atlassian.Error{Status: 401, Operation: ofPerson, InAnswer: true}, organization.Reason{Meaning: organization.TokenRefused}},
		"a person":               {&atlassian.Error{Status: 403, Operation: ofPerson}, organization.Reason{Meaning: organization.PersonRefused}},
		"errors in an answer":    {&atlassian.Error{Status: 200, Operation: ofPerson, InAnswer: true}, organization.Reason{Meaning: organization.GatewayErrors}},
		"a plan in an answer":    {&atlassian.Error{Status: 402, Operation: ofPerson, InAnswer: true}, organization.Reason{Meaning: organization.GatewayErrors}},
		"a wrong key":            {&atlassian.Error{Status: 401}, organization.Reason{Meaning: organization.KeyRefused}},
		"no key to be wrong":     {&atlassian.Error{Status: 401, Operation: public}, organization.Reason{Public: true}},
		"a key with scopes":      {&atlassian.Error{Status: 403, Code: "forbidden.insufficientScope", RequiredScopes: scopes}, organization.Reason{Meaning: organization.KeyScoped}},
		"a missing scope":        {&atlassian.Error{Status: 403, RequiredScopes: scopes}, organization.Reason{Meaning: organization.ScopeMissing, Scopes: scopes}},
		"no scope to name":       {&atlassian.Error{Status: 403}, organization.Reason{Meaning: organization.KeyForbidden}},
		"a plan":                 {&atlassian.Error{Status: 402}, organization.Reason{Meaning: organization.PlanLacks}},
		"withdrawn":              {&atlassian.Error{Status: 410}, organization.Reason{Meaning: organization.Withdrawn}},
		"nothing serves the URL": {&atlassian.Error{Status: 404, NoRoute: true}, organization.Reason{Meaning: organization.NotServed}},
		"invalid":                {&atlassian.Error{Status: 400}, organization.Reason{Meaning: organization.Invalid}},
		"missing":                {&atlassian.Error{Status: 404}, organization.Reason{Meaning: organization.Missing}},
		"a conflict":             {&atlassian.Error{Status: 409}, organization.Reason{Meaning: organization.Conflicting}},
		"a broken server":        {&atlassian.Error{Status: 500}, organization.Reason{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, c.want, organization.Why(c.err))
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
		require.Equal(t, organization.NotServed, organization.WhyRefused(err).Meaning, err)
	}
	require.Equal(t, organization.Unknown, organization.WhyRefused(context.DeadlineExceeded).Meaning)
}
