// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

func TestIsPolicyChange(t *testing.T) {
	t.Parallel()
	for action, want := range map[EventAction]bool{
		{ID: "auth_policy_updated", Name: "Updated authentication policy", Group: "Authentication policies"}: true,
		{ID: "CREATED_AUTH_POLICY"}: true,
		{ID: "x1", Name: "Deleted policy", Group: "Authentication policies"}:                                       true,
		{ID: "x2", Name: "Changed the default authentication policy", Group: "Security"}:                           true,
		{ID: "x3", Name: "Moved user to authentication policy", Group: "Authentication policies"}:                  false,
		{ID: "x4", Name: "Added members", Group: "Authentication policies"}:                                        false,
		{ID: "auth_policy_member_removed", Group: "Security"}:                                                      false,
		{ID: "x5", Name: "Updated user API token setting", Group: "Authentication policies"}:                       true,
		{ID: "x6", Name: "Added a requirement for users: two-step verification", Group: "Authentication policies"}: true,
		{ID: "x7", Name: "Removed the members' session duration", Group: "Authentication policies"}:                true,
		{ID: "x8", Name: "Updated data security policy", Group: "Data security policies"}:                          false,
		{ID: "x9", Name: "Logged in", Group: "Authentication"}:                                                     false,
		{ID: "oauth_policy_updated", Name: "Updated OAuth policy"}:                                                 false,
		{ID: "x10", Name: "Policy of two-factor authentication"}:                                                   false,
		{ID: "x11", Name: "Accounts were claimed", Group: "Authentication policies"}:                               true, // it may be about settings
	} {
		assert.Equal(t, want, isPolicyChange(action), "%+v", action)
	}
}

func TestConcerns(t *testing.T) {
	t.Parallel()
	type objects = []atlassian.EventObject
	for name, test := range map[string]struct {
		objects objects
		want    bool
	}{
		"by its ID":             {objects{{ID: "org"}, {ID: "P-1", Type: "anything"}}, true},
		"at the end of an ARI":  {objects{{ID: "ari:cloud:identity::auth-policy/p-1"}}, true},
		"another policy":        {objects{{ID: "p-2", Type: "authentication-policy"}}, false},
		"two policies":          {objects{{ID: "p-2", Type: "authPolicy"}, {ID: "p-1", Type: "authPolicy"}}, true},
		"no policy at all":      {objects{{ID: "org", Type: "organization"}}, true},
		"nothing":               {nil, true},
		"an ID that ends alike": {objects{{ID: "xp-1", Type: "policy"}}, false},
	} {
		assert.Equal(t, test.want, concerns(Event{Objects: test.objects}, "p-1"), name)
	}
}
