// SPDX-License-Identifier: MPL-2.0

package base_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// The flag of an operation in the client's table is what makes a page say that Atlassian has flagged it.
func TestPagesSayWhatIsDeprecated(t *testing.T) {
	t.Parallel()
	const list = "`GET /admin/control/v2/orgs/{orgId}/policies`"
	page := base.Page{Summary: "A thing.", Text: "It is one.", Operations: []string{"getPolicies", "ControlCloudAPIs_getPoliciesV2"}}
	of := page.Markdown()
	assert.True(t, strings.HasPrefix(of, "A thing.\n\n~> **Atlassian has flagged this operation as deprecated:** "+list+". "), of)
	assert.Contains(t, of, "| "+list+" | the scope `read:policies:admin` (deprecated by Atlassian) |")
	assert.NotContains(t, of, "`removed`", "a data source has nothing to give up")
	assert.Equal(t, 1, strings.Count(of, "deprecated by Atlassian"), "the other operation is not deprecated")
	page.Destroy = "It goes."
	assert.Contains(t, page.Markdown(), "It keeps the state as it is, and treats nothing as deleted. To stop managing the object, use a `removed` block")
	page.Operations = page.Operations[:1]
	assert.NotContains(t, page.Markdown(), "deprecated")
}
