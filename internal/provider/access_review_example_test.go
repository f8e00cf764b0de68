// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// accessReviewExample is the folder of the example.
const accessReviewExample = repository + "/examples/access-review"

// hostileNames are what people may call themselves and their groups: markup, and formulas of a spreadsheet. tools/browser has the same.
var hostileNames = []string{
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `" onload="alert(1)`, `&lt;b&gt; \u003cb\u003e`, `=HYPERLINK("https://elsewhere.example","me")`,
	`+1`, `-1`, `@SUM(A1)`, "\t=1", ` =1`, `O'Brien, "Bob" \`,
}

// hostileCompany is the small company, with people and groups of such names.
func hostileCompany() simulator.Organization {
	company := simulator.SmallCompany()
	group := simulator.Group{Name: hostileNames[0], Description: hostileNames[1]}
	for i, name := range hostileNames {
		email := string(rune('a'+i)) + ".hostile@acme.example"
		company.Users = append(company.Users, simulator.User{Email: email, Name: name})
		group.Members = append(group.Members, email)
	}
	company.Groups = append(company.Groups, group)
	return company
}

// reviewed applies the example to an organization, and keeps the page for a browser that asks for it by a name.
func reviewed(t *testing.T, org *simulated.Organization, page string) *cli.Workspace {
	t.Helper()
	w := cli.New(t, org).Keep()
	w.ProvideLocal()
	require.NoError(t, os.Remove(filepath.Join(w.Dir, "versions.tf")))
	copied(t, w, accessReviewExample, ".")
	w.Write("terraform.tfvars", "quarter = \"2026-Q4\"\nas_of = \"2026-11-28T00:00:00Z\"\norganization = \"Acme <& Sons>\"\n")
	w.MustRun("plan", "-no-color", "-input=false")
	w.MustRun("apply", "-auto-approve", "-no-color", "-input=false")
	if folder := os.Getenv("EXAMPLE_PAGES"); folder != "" {
		text, err := os.ReadFile(filepath.Join(w.Dir, "access-review-2026-Q4.html"))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, page), text, 0o600))
	}
	return w
}

// The example writes both files, which stay as they are until access changes. Whatever people call themselves, a cell is no formula
// and a name is no markup.
func TestAccessReviewExample(t *testing.T) {
	t.Parallel()
	w := reviewed(t, simulated.Start(t, simulated.WithStart(hostileCompany())), "access-review.html")
	again := w.Run("plan", "-no-color", "-input=false", "-detailed-exitcode")
	assert.Zero(t, again.ExitCode, again.Output)

	text, err := os.ReadFile(filepath.Join(w.Dir, "access-review-2026-Q4.csv"))
	require.NoError(t, err)
	assert.Equal(t, strings.Count(string(text), "\r\n"), strings.Count(string(text), "\n"), "lines end as RFC 4180 says")
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+13+len(hostileNames))
	names := make([]string, 0, len(hostileNames))
	for _, row := range rows[1:] {
		if strings.HasSuffix(row[1], ".hostile@acme.example") {
			names = append(names, row[2])
			assert.Contains(t, row[9], hostileNames[0], "the group")
		}
		for _, cell := range row {
			assert.NotRegexp(t, `^[\s]*[=+@\-]`, cell, "a spreadsheet takes it for a formula")
		}
	}
	assert.Equal(t, []string{hostileNames[0], hostileNames[1], hostileNames[2], hostileNames[3], "'" + hostileNames[4], "'+1", "'-1", "'@SUM(A1)", "'\t=1", "' =1", hostileNames[10]}, names)

	page, err := os.ReadFile(filepath.Join(w.Dir, "access-review-2026-Q4.html"))
	require.NoError(t, err)
	assert.NotContains(t, string(page), "<script")
	assert.NotContains(t, string(page), "<img")
	assert.NotRegexp(t, `(src|href)="?(https?:|//)`, string(page), "it needs nothing from elsewhere")
	for _, escaped := range []string{
		`&lt;script&gt;alert(1)&lt;/script&gt;`, `&lt;img src=x onerror=alert(1)&gt;`, `&quot; onload=&quot;alert(1)`, `&amp;lt;b&amp;gt; &#92;u003cb&#92;u003e`,
		`O&#39;Brien, &quot;Bob&quot; &#92;`, `Acme &lt;&amp; Sons&gt;`,
	} {
		assert.Contains(t, string(page), escaped)
	}
}

// The same for thousands of people is for a browser alone: `make test-browser` looks at it.
func TestAccessReviewExampleOfManyPeople(t *testing.T) {
	if os.Getenv("EXAMPLE_PAGES") == "" {
		t.Skip("Nothing looks at the page: tools/browser does.")
	}
	t.Parallel()
	reviewed(t, simulated.Start(t, simulated.WithStart(simulated.Large(simulated.Size{Users: 500, Members: 500}))), "many.html")
}
