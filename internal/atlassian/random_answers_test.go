// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/answers"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/thorough"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// undocumented are the operations that no OpenAPI document describes.
var undocumented = []string{
	"appInstallationTask", "appsInstalledInContexts", "getAddon", "getAddonPrivacyAndSecurity", "getAddonVersions", "getBackupPolicies",
	"getBackupPolicyById", "uninstallApp", "updateGroup", "updateUserInstallationRules", "userInstallationRules",
}

// lacking are the reasons for which the client refuses an answer that its document allows. The documents require nearly no field, not even
// an ID or the list itself, and say of a time that it is a text. Without such a field, an answer does not say what is true.
var lacking = regexp.MustCompile(`(^|: )(` + strings.Join([]string{
	`it has no (data|count|levels)`,
	`it does not say (who was invited|how many are in progress|which roles there are on .*|how the account has role .*)`,
	`it names no task`,
	`(a|an) (account|group|directory|domain|workspace|policy|classification level|API key|API token|resource of a policy) has no ID`,
	`(a role on .*|roles are on) (has no ID|no resource)`,
	`an element names neither an account nor an address`,
	`API (key|token) .* (was created|expires|was last active) at .*, which is not a time`,
	`the last activity of account .* is not a time of the documented form`,
	`it is a part of the classification levels only, and Atlassian documents no way to read the rest`,
	`the answer counts \d+ workspaces \(meta\.total\), and lists \d+`,
	`Atlassian counts \d+ items, but its answer holds \d+ of them`,
}, "|") + `)$`)

// Whatever a document allows is decoded as it is, field by field, or refused with the reason.
func TestDocumentedAnswers(t *testing.T) {
	t.Parallel()
	contract.Documents(t)
	fields := decodedFields(t)
	for _, operation := range atlassian.Operations() {
		t.Run(operation.ID, func(t *testing.T) {
			t.Parallel()
			decoded, read := 0, make(map[decodedField]bool)
			for seed := range thorough.Part[uint64](300, 30) {
				server := answers.New(seed, nil)
				got, err := methods[operation.ID](t.Context(), newClient(t, server, func(c *atlassian.Config) { c.MaxRetries = 0 }))
				if slices.Contains(undocumented, operation.ID) {
					require.ErrorIs(t, err, answers.ErrUndocumented)
					return
				}
				require.NotErrorIs(t, err, answers.ErrInvalid)
				if err != nil {
					require.Regexp(t, lacking, err.Error())
					require.Contains(t, err.Error(), operation.ID+": ")
					require.Equal(t, operation.Repeat != atlassian.Read, atlassian.IsOutcomeUnknown(err), "%s", err)
					continue
				}
				decoded++
				answer := joinedPages(server.Said())
				require.Empty(t, unfaithful(fields[operation.ID], answer, got), "seed %d: testdata/decoded.txt, and what the client makes of %v", seed, answer)
				for _, one := range leavesOfAnswer(answer) {
					for _, field := range fields[operation.ID] {
						read[field] = read[field] || field.answer == one.path
					}
				}
			}
			assert.Positive(t, decoded, "no answer is decoded")
			if thorough.Part(true, false) {
				assert.ElementsMatch(t, fields[operation.ID], slices.Collect(maps.Keys(read)), "testdata/decoded.txt has fields that no answer has")
			}
		})
	}
	for id := range fields {
		_, ok := atlassian.OperationByID(id)
		assert.True(t, ok, "testdata/decoded.txt: there is no operation %s", id)
	}
}

// joinedPages is one answer with the items of all pages of a list, or the only answer there was.
func joinedPages(said []answers.Said) any {
	if len(said) == 0 {
		return nil
	}
	first, ok := said[0].Body.(map[string]any)
	if !ok {
		return said[0].Body
	}
	for _, further := range said[1:] {
		page, _ := further.Body.(map[string]any)
		all, _ := first["data"].([]any)
		more, _ := page["data"].([]any)
		first["data"] = append(all, more...)
	}
	return first
}
