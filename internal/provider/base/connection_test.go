// SPDX-License-Identifier: MPL-2.0

package base_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

const (
	cannotReach   = "Cannot reach Atlassian"
	wrongKey      = "Atlassian does not accept the API key"
	cannotDo      = "Cannot do it"
	whereBaseURL  = "base_url of the provider block, or the environment variable ATLASSIAN_BASE_URL, sets where requests go"
	whereProxy    = "HTTPS_PROXY"
	doesNotAccept = "does not accept"
)

// An error that has nothing to do with what was asked for says so in its summary, and what was asked for in its detail.
func TestGeneralFailuresHaveASummaryOfTheirOwn(t *testing.T) {
	t.Parallel()
	public, ok := organization.DocumentedOperation("getAddon")
	require.True(t, ok)
	ofPerson, ok := organization.DocumentedOperation("uninstallApp")
	require.True(t, ok)
	refused := errors.New("connection refused")
	unreached := &atlassian.ConnectionError{Place: "https://x.example", Unreached: true, Err: refused}
	page := &atlassian.PageError{Place: "https://x.example", Status: 200, Says: "Sign in"}
	for name, c := range map[string]struct {
		err     error
		summary string
		says    []string
		not     []string
	}{
		"nobody there":     {unreached, cannotReach, []string{"Cannot do it: ", "https://x.example cannot be reached", whereBaseURL, whereProxy}, []string{"certificate"}},
		"inside of others": {fmt.Errorf("reading: %w", unreached), cannotReach, []string{"Cannot do it: reading: ", whereBaseURL}, nil},
		"no trust": {
			&atlassian.ConnectionError{Place: "https://x.example", Untrusted: true, Err: refused},
			cannotReach,
			[]string{"the connection to https://x.example failed", "certificate authority"},
			nil,
		},
		"the public Marketplace": {
			&atlassian.ConnectionError{Place: "https://m.example", Operation: public, Err: refused},
			cannotReach,
			[]string{"Check that this machine reaches https://m.example", whereProxy},
			[]string{"base_url"},
		},
		"a page":                  {page, cannotReach, []string{`an HTML page ("Sign in")`, "sign-in page may stand between this machine and https://x.example", whereBaseURL, whereProxy}, nil},
		"a page that forbids":     {&atlassian.PageError{Place: "https://x.example", Status: 403, Refusal: &atlassian.Error{Status: 403}}, cannotReach, []string{whereProxy}, []string{"scope"}},
		"a page for a wrong key":  {&atlassian.PageError{Place: "https://x.example", Status: 401, Refusal: &atlassian.Error{Status: 401}}, cannotReach, []string{whereProxy}, []string{doesNotAccept}},
		"a proxy":                 {&atlassian.Error{Status: 407}, cannotReach, []string{"asks for credentials", whereProxy}, nil},
		"a redirect":              {&atlassian.Error{Status: 302}, cannotReach, []string{"does not redirect", whereBaseURL, whereProxy}, nil},
		"a wrong key":             {&atlassian.Error{Status: 401}, wrongKey, []string{"Cannot do it: Atlassian refused", "api_key"}, nil},
		"a wrong token":           {&atlassian.Error{Status: 401, Operation: ofPerson}, "Atlassian does not accept the API token", []string{"Cannot do it: ", "user_api_token"}, nil},
		"a token, in an answer":   {&atlassian.Error{Status: 401, Operation: ofPerson, InAnswer: true}, "Atlassian does not accept the API token", []string{"user_api_token"}, nil},
		"no key to be wrong":      {&atlassian.Error{Status: 401, Operation: public}, cannotDo, nil, []string{"api_key", "API key"}},
		"errors in an answer":     {&atlassian.Error{Status: 200, Operation: ofPerson, InAnswer: true}, cannotDo, nil, []string{whereProxy}},
		"a write without answer":  {&meaning.NotVisibleError{What: "a change", Err: unreached}, cannotDo, []string{whereBaseURL}, []string{"Cannot do it: "}},
		"a group without an ID":   {&meaning.UnidentifiedError{Name: "g", Err: unreached}, cannotDo, []string{whereBaseURL}, nil},
		"a role that is not seen": {&organization.NotGrantedError{Err: page}, cannotDo, []string{"HTML"}, nil},
		"a name that turns":       {errors.New("group \u202eevil\u2069 is \u200fthere"), cannotDo, []string{"Group evil is there."}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failed := base.Failed(cannotDo, c.err)
			require.Equal(t, c.summary, failed.Summary())
			for _, part := range c.says {
				require.Contains(t, failed.Detail(), part)
			}
			for _, part := range c.not {
				require.NotContains(t, failed.Detail(), part)
			}
			at := base.FailedAt(path.Root("here"), cannotDo, c.err)
			require.Equal(t, c.summary, at.Summary())
			require.Equal(t, failed.Detail(), at.Detail())
			_, blamed := at.(diag.DiagnosticWithPath)
			require.Equal(t, c.summary == cannotDo, blamed, "an attribute is not to blame for the connection")
		})
	}
}
