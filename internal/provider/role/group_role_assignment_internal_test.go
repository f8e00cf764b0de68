// SPDX-License-Identifier: MPL-2.0

package role

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

const (
	someDirectory = "b7d92e46-58c1-4f3a-8e20-91a4c6d3f5b8"
	someGroup     = "00000000-0000-4000-8000-000000000001"
)

func TestGroupRoleAssignmentImportIDs(t *testing.T) {
	t.Parallel()
	const jira = "ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21"
	for id, want := range map[string][]string{
		someDirectory + "/" + someGroup + "/" + jira + "/atlassian/user": {someDirectory, someGroup, jira, "atlassian/user"},
		someGroup + "/" + jira + "/atlassian/user":                       {"", someGroup, jira, "atlassian/user"},
		someGroup + "/ari:cloud:jira:x:project/1/2/atlassian/admin":      {"", someGroup, "ari:cloud:jira:x:project/1/2", "atlassian/admin"},
		someGroup + "/ari:cloud:a::b/atlassian/c/atlassian/user":         {"", someGroup, "ari:cloud:a::b/atlassian/c", "atlassian/user"},
	} {
		got, err := parseGroupRoleAssignmentID(id)
		assert.NoError(t, err, id)
		assert.Equal(t, want, got, id)
	}
	for _, id := range []string{
		"", someGroup, jira + "/atlassian/user", someGroup + "/" + jira, someGroup + "/" + jira + "/user", someGroup + "/" + jira + "/atlassian/",
		"name:engineering/" + jira + "/atlassian/user", "Acme/" + someGroup + "/" + jira + "/atlassian/user", someGroup + "/ari:cloud:jira/atlassian/user",
		someDirectory + "/" + someGroup + "/x/" + jira + "/atlassian/user",
	} {
		_, err := parseGroupRoleAssignmentID(id)
		assert.ErrorContains(t, err, "GROUP_ID/RESOURCE_ID/ROLE", id)
	}
}
