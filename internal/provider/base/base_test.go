// SPDX-License-Identifier: MPL-2.0

package base_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

func TestPagesSayOperationsScopesDriftAndDestroy(t *testing.T) {
	t.Parallel()
	page := base.Page{
		Summary: "A thing.", Text: "More of it.", Details: "It turns.",
		Operations: []string{"getDomains", "createGroup", "appsInstalledInContexts", "getAddon"},
		Requires:   "A plan.", Drift: "Shows.", Replacement: "Moves.", Destroy: "Forgets.", Requests: "One.", Unverified: []string{"This."},
	}
	text := page.Markdown()
	require.Regexp(t, `(?s)^A thing\.\n\nMore of it\.\n\n## How it works\n\nIt turns\.\n\n### Drift\n\nShows\.\n\n### Replacement\n\nMoves\.\n\n### Destroy\n\nForgets\.\n\n`+
		`### Requests\n\nOne\.\n\n## Permissions\n\nA plan\.\n\n.*## Unverified\n\n.*\* This\.$`, text)
	require.Contains(t, text, "| `GET /admin/v1/orgs/{orgId}/domains` | the scope `read:domains:admin` |")
	require.Contains(t, text, "| `POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups` | an API key; no scope is documented |")
	require.Contains(t, text, "| `POST /graphql ecosystem.appsInstalledInContexts` | the API token of a person (`user_email`, `user_api_token`) |")
	require.Contains(t, text, "| `GET /rest/2/addons/{addonKey}` | no credentials (public, on `marketplace.atlassian.com`) |")
	alike := base.Page{Summary: "A thing.", Operations: []string{"getDomains", "getDomainById"}}.Markdown()
	require.Contains(t, alike, "All requests need the scope `read:domains:admin`: `GET /admin/v1/orgs/{orgId}/domains`, `GET /admin/v1/orgs/{orgId}/domains/{domainId}`.")
	require.NotContains(t, alike, "|---|")
	require.Contains(t, base.Page{Operations: []string{"noSuchOperation"}}.Markdown(), "unknown operation noSuchOperation")
	require.Equal(t, "A thing.", base.Page{Summary: " A thing. "}.Markdown())
}

func TestErrorsSayWhatToDoNext(t *testing.T) {
	t.Parallel()
	ofPerson, ok := organization.DocumentedOperation("appsInstalledInContexts")
	require.True(t, ok)
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"a wrong key":          {&atlassian.Error{Status: 401}, "organization API key that has not expired"},
		"a missing scope":      {&atlassian.Error{Status: 403, RequiredScopes: []string{"read:groups:admin"}}, "The operation needs: read:groups:admin"},
		"no scope that helps":  {&atlassian.Error{Status: 403, Code: "forbidden.insufficientScope", RequiredScopes: []string{"manage:org"}}, "refuses every API key that has scopes"},
		"no scope to name":     {&atlassian.Error{Status: 403}, "a key without scopes is reported to work"},
		"a rate limit":         {fmt.Errorf("reading: %w", &atlassian.Error{Status: 429}), "-parallelism"},
		"several directories":  {&meaning.AmbiguousDirectoryError{Directories: []organization.Directory{{ID: "d", Name: "One"}}}, "ATLASSIAN_DIRECTORY_ID"},
		"a timeout":            {fmt.Errorf("waiting: %w", context.DeadlineExceeded), "timeouts attribute"},
		"no token of a person": {fmt.Errorf("reading: %w", apps.ErrNoUserToken), "https://id.atlassian.com/manage-profile/security/api-tokens"},
		"a wrong token":        {&atlassian.Error{Status: 401, Operation: ofPerson}, "user_api_token"},
		"no site admin":        {&atlassian.Error{Status: 403, Operation: ofPerson}, "An organization admin is not always a site admin"},
		"errors in an answer":  {&atlassian.Error{Status: 500, InAnswer: true, Operation: ofPerson}, "GraphQL gateway answered with errors"},
		"a person's limit":     {&atlassian.Error{Status: 429, Operation: ofPerson}, "-parallelism"},
		"nothing more to know": {errors.New("broken"), "Broken."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failed := base.FailedAt(path.Root("here"), "Cannot do it", c.err)
			summary := "Cannot do it"
			if general, ok := map[string]string{"a wrong key": "Atlassian does not accept the API key", "a wrong token": "Atlassian does not accept the API token"}[name]; ok {
				summary = general
				require.Regexp(t, "^Cannot do it: Atlassian refused", failed.Detail())
			}
			require.Equal(t, summary, failed.Summary())
			require.Contains(t, failed.Detail(), c.want)
			require.Equal(t, failed.Detail(), base.Failed("Cannot do it", c.err).Detail())
		})
	}
}

func TestAnExistingObjectCanBeImported(t *testing.T) {
	t.Parallel()
	detail := base.Exists("atlassian_group", &meaning.ExistsError{What: `a group named "x"`, ImportID: "d/g"}).Detail()
	require.Contains(t, detail, `A group named "x" exists already.`)
	require.Contains(t, detail, "to = atlassian_group.")
	require.Contains(t, detail, `id = "d/g"`)
}

func TestConfigureRefusesWhatIsNotAnOrganization(t *testing.T) {
	t.Parallel()
	var r base.Resource
	var resp resource.ConfigureResponse
	r.Configure(t.Context(), resource.ConfigureRequest{}, &resp)
	require.False(t, resp.Diagnostics.HasError(), "during validation there is none")
	r.Configure(t.Context(), resource.ConfigureRequest{ProviderData: "something else"}, &resp)
	require.True(t, resp.Diagnostics.HasError())
}

func TestStreamsEndAtTheLimitWithAnErrorOrWithTheListener(t *testing.T) {
	t.Parallel()
	read := 0
	numbers := func(most int) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			for i := range most {
				if read++; !yield(i, nil) {
					return
				}
			}
			yield(0, errors.New("out of numbers"))
		}
	}
	even := func(n int) (list.ListResult, bool) {
		return list.ListResult{DisplayName: strconv.Itoa(n)}, n%2 == 0
	}
	collect := func(limit int64, most int) (names []string, failed int) {
		read = 0
		for result := range base.Stream(list.ListRequest{Limit: limit}, "Cannot count", numbers(most), even) {
			if result.Diagnostics.HasError() {
				failed++
				continue
			}
			names = append(names, result.DisplayName)
		}
		return names, failed
	}

	names, failed := collect(2, 10)
	require.Equal(t, []string{"0", "2"}, names)
	require.Zero(t, failed)
	require.Equal(t, 3, read, "nothing is read beyond the limit")

	names, failed = collect(10, 5)
	require.Equal(t, []string{"0", "2", "4"}, names)
	require.Equal(t, 1, failed, "the error is the last result, and the others stay")

	read = 0
	for range base.Stream(list.ListRequest{Limit: 10}, "Cannot count", numbers(10), even) {
		break
	}
	require.Equal(t, 1, read)
}
