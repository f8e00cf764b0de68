// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/schemajson"
)

// maxIntroduction is how many words a page may have above its example. What a reader looks for first must not be below an essay.
const maxIntroduction = 200

// The pages are short where people begin to read, and say what they cost.
func TestPagesBeginBriefly(t *testing.T) {
	t.Parallel()
	schemajson.EachPage(t.Context(), everything(t), func(folder, name string, page base.Page) {
		where := folder + "/" + name
		words := len(strings.Fields(page.Summary + " " + page.Text))
		assert.LessOrEqual(t, words, maxIntroduction, "%s: move what is not about when to use the type into Details or a guide", where)
		assert.Equal(t, 1, strings.Count(page.Summary+" ", ". "), "%s: the summary is one sentence", where)
		assert.NotContains(t, page.Text, "**Replacement.**", where)
		assert.NotRegexp(t, `(?m)^#`, page.Text, "%s: headings belong in Details", where)
		if folder == "resources" || folder == "data-sources" {
			assert.NotEmpty(t, page.Requests, "%s: say what a refresh costs", where)
		}
		if folder == "resources" {
			assert.NotEmpty(t, page.Drift, where)
			assert.NotEmpty(t, page.Destroy, where)
		}
	})
}
