// SPDX-License-Identifier: MPL-2.0

package app_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

// madeUp is an installed app that nobody has installed.
func madeUp(changes ...map[string]any) map[string]any {
	one := map[string]any{
		"app_id": "ari:cloud:ecosystem::app/1", "key": "com.example.app", "name": "App", "vendor": "V", "framework": "forge", "private": false, "site": "acme", "product": "jira",
		"version": "1.2.0", "scopes": []any{"read"}, "egress": []any{"api.example.com"},
	}
	for _, change := range changes {
		maps.Copy(one, change)
	}
	return one
}

func TestAppReview(t *testing.T) {
	t.Parallel()
	server := protocol.New(t, provider.New("test")()) // not configured: nothing is asked
	for name, c := range map[string]struct {
		installed, approved any
		unapproved, missing []any
		reasons             []any
	}{
		"all is well":        {[]any{madeUp()}, map[string]any{"com.example.app": map[string]any{"scopes": []any{"read"}, "egress": []any{"*.example.com"}, "frameworks": []any{"forge"}, "max_version": "1.2", "reviewed_by": "A", "reviewed_at": "t", "reason": "r"}}, nil, nil, nil},
		"nothing at all":     {[]any{}, map[string]any{}, nil, nil, nil},
		"nulls restrict not": {[]any{madeUp(map[string]any{"scopes": nil})}, map[string]any{"1": map[string]any{"scopes": nil, "max_version": nil, "required": nil}}, nil, nil, nil},
		"unapproved":         {[]any{madeUp()}, map[string]any{}, []any{"App"}, nil, nil},
		"a scope":            {[]any{madeUp()}, map[string]any{"1": map[string]any{"scopes": []any{}}}, nil, nil, []any{"it has scopes that were not reviewed: read"}},
		"unknown scopes":     {[]any{madeUp(map[string]any{"scopes": nil})}, map[string]any{"1": map[string]any{"scopes": []any{"read"}}}, nil, nil, []any{"Atlassian does not say which scopes it has"}},
		"missing":            {[]any{}, map[string]any{"1": map[string]any{}, "2": map[string]any{"required": false}}, nil, []any{"1"}, nil},
		"a private key":      {[]any{madeUp(map[string]any{"private": true})}, map[string]any{"com.example.app": map[string]any{"required": false}}, []any{"App"}, nil, nil},
		"a status":           {[]any{madeUp(map[string]any{"private": nil, "distribution_status": "PUBLIC"})}, map[string]any{"com.example.app": map[string]any{}}, nil, nil, nil},
		"a system app":       {[]any{madeUp(map[string]any{"system": true})}, map[string]any{}, nil, nil, nil},
	} {
		value, err := server.CallFunction("app_review", c.installed, c.approved)
		require.NoError(t, err, name)
		review := value.(map[string]any)
		names, reasons := []any(nil), []any(nil)
		for _, app := range review["unapproved"].([]any) {
			names = append(names, app.(map[string]any)["name"])
		}
		for _, app := range review["exceeding"].([]any) {
			reasons = append(reasons, app.(map[string]any)["reasons"].([]any)...)
		}
		require.Equal(t, c.unapproved, names, name)
		require.Equal(t, c.reasons, reasons, name)
		require.ElementsMatch(t, c.missing, review["missing"], name)
		require.Equal(t, len(c.unapproved)+len(c.reasons)+len(c.missing) == 0, review["compliant"], name)
	}
}

func TestAppReviewRefusesWhatItDoesNotUnderstand(t *testing.T) {
	t.Parallel()
	server := protocol.New(t, provider.New("test")())
	for says, c := range map[string][2]any{
		"argument 0: installed must be a list of apps":                   {"apps", map[string]any{}},
		"argument 0: installed[1] must be an object":                     {[]any{madeUp(), "app"}, map[string]any{}},
		"argument 0: installed[0].app_id must be the ID of the app":      {[]any{map[string]any{"name": "App"}}, map[string]any{}},
		`argument 0: installed[0] has "scope", which is none of`:         {[]any{madeUp(map[string]any{"scope": []any{}})}, map[string]any{}},
		"argument 0: installed[0].scopes must be a list of texts":        {[]any{madeUp(map[string]any{"scopes": "read"})}, map[string]any{}},
		"argument 0: installed[0].egress must be a list of texts":        {[]any{madeUp(map[string]any{"egress": []any{true}})}, map[string]any{}},
		"argument 0: installed[0].system must be true or false":          {[]any{madeUp(map[string]any{"system": "x"})}, map[string]any{}},
		"argument 1: approved must be a map of approvals":                {[]any{}, []any{}},
		`argument 1: approved["1"] must be an object`:                    {[]any{}, map[string]any{"1": true}},
		`argument 1: approved["1"] has "scope", which is none of egress`: {[]any{}, map[string]any{"1": map[string]any{"scope": []any{}}}},
		`argument 1: approved["1"].max_version must be a version`:        {[]any{}, map[string]any{"1": map[string]any{"max_version": "newest"}}},
		`argument 1: approved["1"].required must be true or false`:       {[]any{}, map[string]any{"1": map[string]any{"required": "maybe"}}},
	} {
		_, err := server.CallFunction("app_review", c[0], c[1])
		require.ErrorContains(t, err, says)
	}
}

// What is not known yet gives what is not known yet.
func TestAppReviewOfUnknowns(t *testing.T) {
	t.Parallel()
	server := protocol.New(t, provider.New("test")())
	for name, c := range map[string][2]any{
		"a scope":     {[]any{madeUp(map[string]any{"scopes": []any{protocol.Unknown}})}, map[string]any{}},
		"an approval": {[]any{madeUp()}, map[string]any{"1": map[string]any{"scopes": protocol.Unknown}}},
	} {
		value, err := server.CallFunction("app_review", c[0], c[1])
		require.NoError(t, err, name)
		require.Equal(t, protocol.Unknown, value, name)
	}
}

func TestAppReviewFromTheCLI(t *testing.T) { //nolint:paralleltest // acctest.Test makes it parallel
	org := simulated.Start(t)
	acctest.Test(t, resource.TestCase{Steps: []resource.TestStep{{
		Config: acctest.Config(org, `
data "atlassian_installed_apps" "this" { sites = ["acme"] }
locals {
  review = provider::atlassian::app_review(data.atlassian_installed_apps.this.apps, {
    "com.orbit.boards" = { scopes = ["read:jira-work"] }
    "com.example.gone" = {}
  })
}
output "review" { value = "${local.review.compliant} ${join(",", local.review.unapproved[*].name)} ${join(",", local.review.exceeding[0].new_scopes)} ${join(",", local.review.missing)}" }
`),
		Check: resource.TestCheckOutput("review", "false Acme Release Notes,Calendar Bridge,Paperplane Forms read:jira-user com.example.gone"),
	}}})
}
