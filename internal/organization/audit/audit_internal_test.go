// SPDX-License-Identifier: MPL-2.0

package audit

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestIsPolicyChange(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		action EventAction
		want   bool
	}{
		{EventAction{ID: "auth_policy_updated", Name: "Updated authentication policy", Groups: []string{"Authentication policies"}}, true},
		{EventAction{ID: "CREATED_AUTH_POLICY"}, true},
		{EventAction{ID: "x1", Name: "Deleted policy", Groups: []string{"Authentication policies"}}, true},
		{EventAction{ID: "x2", Name: "Changed the default authentication policy", Groups: []string{"Security"}}, true},
		{EventAction{ID: "x3", Name: "Moved user to authentication policy", Groups: []string{"Authentication policies"}}, false},
		{EventAction{ID: "x4", Name: "Added members", Groups: []string{"Authentication policies"}}, false},
		{EventAction{ID: "auth_policy_member_removed", Groups: []string{"Security"}}, false},
		{EventAction{ID: "x5", Name: "Updated user API token setting", Groups: []string{"Authentication policies"}}, true},
		{EventAction{ID: "x6", Name: "Added a requirement for users: two-step verification", Groups: []string{"Authentication policies"}}, true},
		{EventAction{ID: "x12", Name: "Deleted authentication policy and moved its members"}, true},
		{EventAction{ID: "x7", Name: "Removed the members' session duration", Groups: []string{"Authentication policies"}}, true},
		{EventAction{ID: "x8", Name: "Updated data security policy", Groups: []string{"Data security policies"}}, false},
		{EventAction{ID: "x9", Name: "Logged in", Groups: []string{"Authentication"}}, false},
		{EventAction{ID: "oauth_policy_updated", Name: "Updated OAuth policy"}, false},
		{EventAction{ID: "x10", Name: "Policy of two-factor authentication"}, false},
		{EventAction{ID: "x11", Name: "Accounts were claimed", Groups: []string{"Authentication policies"}}, true}, // it may be about settings
	} {
		assert.Equal(t, test.want, isPolicyChange(test.action), "%+v", test.action)
	}
}

func TestConcerns(t *testing.T) {
	t.Parallel()
	const (
		ours    = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
		another = "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"
		org     = "0c1a9d5e-1111-4222-8333-444455556666"
	)
	type objects = []atlassian.EventObject
	for name, test := range map[string]struct {
		objects objects
		want    bool
	}{
		"by its ID":                     {objects{{ID: "org"}, {ID: strings.ToUpper(ours), Type: "anything"}}, true},
		"at the end of an ARI":          {objects{{ID: "ari:cloud:identity::auth-policy/" + ours, Type: "policy"}}, true},
		"inside a longer ARI":           {objects{{ID: "ari:cloud:identity:" + org + ":auth-policy/" + ours + "/settings/10000", Type: "policy"}}, true},
		"behind a prefix":               {objects{{ID: "policy-" + ours, Type: "policy"}}, true},
		"before a suffix":               {objects{{ID: ours + "x", Type: "policy"}}, true},
		"without hyphens":               {objects{{ID: strings.ReplaceAll(ours, "-", ""), Type: "policy"}}, true},
		"another policy":                {objects{{ID: another, Type: "authentication-policy"}}, false},
		"another policy in an ARI":      {objects{{ID: "ari:cloud:identity:" + org + ":auth-policy/" + another, Type: "policy"}, {ID: org}}, false},
		"another policy, prefixed":      {objects{{ID: "policy-" + another, Type: "Authentication Policy"}}, false},
		"two policies":                  {objects{{ID: another, Type: "authPolicy"}, {ID: ours, Type: "authPolicy"}}, true},
		"another kind of thing":         {objects{{ID: another, Type: "authentication-policy-setting"}}, true},
		"two others":                    {objects{{ID: another, Type: "authPolicy"}, {ID: org[:35] + "7", Type: "authPolicy"}}, false},
		"another, and one without ID":   {objects{{ID: another, Type: "authPolicy"}, {Type: "authPolicy"}}, true},
		"a policy without an ID":        {objects{{Type: "authentication-policy", Name: "Staff"}}, true},
		"a policy by a name":            {objects{{ID: "Staff", Type: "authentication-policy"}}, true},
		"a policy by the organization":  {objects{{ID: org, Type: "authentication-policy"}}, true},
		"an ARI that ends too early":    {objects{{ID: "ari:cloud:identity:" + another + ":auth-policy/", Type: "policy"}}, true},
		"a number":                      {objects{{ID: "10000", Type: "policy"}}, true},
		"no policy at all":              {objects{{ID: org, Type: "organization"}}, true},
		"another thing with a UUID":     {objects{{ID: another, Type: "user"}}, true},
		"nothing":                       {nil, true},
		"an object that says nothing":   {objects{{}}, true},
		"another thing, beside another": {objects{{ID: ours[:35] + "6", Type: "user"}, {ID: another, Type: "policy"}}, false},
	} {
		assert.Equal(t, test.want, concerns(Event{Context: test.objects}, ours, org), name)
	}
	// Where policies have other IDs than UUIDs, none of them tells that another one is meant.
	assert.True(t, concerns(Event{Context: objects{{ID: "p-2", Type: "policy"}}}, "p-1", org))
}

func TestIsPolicyDeletion(t *testing.T) {
	t.Parallel()
	const ours = "c84e5b17-0d9a-4f62-b3a8-6e1d7c2f9045"
	of := func(action, id string) Event {
		return Event{Action: action, Context: []atlassian.EventObject{{ID: "org"}, {ID: id, Type: "policy"}}}
	}
	for name, test := range map[string]struct {
		event  Event
		action string
		want   bool
	}{
		"by its ID":          {of("auth_policy_deleted", ours), "", true},
		"by its name":        {of("x1", "ari:cloud:identity::auth-policy/"+ours), "Deleted authentication policy", true},
		"another policy":     {of("auth_policy_deleted", "a3d1c0f2-7b64-4e19-8c5d-2f90b6e4a718"), "", false},
		"no policy":          {of("auth_policy_deleted", ""), "", false},
		"an update":          {of("auth_policy_updated", ours), "Updated authentication policy", false},
		"of a member":        {of("x1", ours), "Deleted member of authentication policy", false},
		"of a setting":       {of("x1", ours), "Deleted SAML setting of authentication policy", false},
		"of something else":  {of("x1", ours), "Deleted something", false},
		"undelete is no end": {of("auth_policy_undeleted", ours), "", false},
	} {
		assert.Equal(t, test.want, IsPolicyDeletion(test.event, test.action, ours), name)
	}
}
