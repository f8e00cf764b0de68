// SPDX-License-Identifier: MPL-2.0

package browser_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile are what people in the simulated company call themselves and their groups.
var hostile = []string{`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `" onload="alert(1)`, `&lt;b&gt; \u003cb\u003e`, `=HYPERLINK("https://elsewhere.example","me")`, `O'Brien, "Bob" \`}

// The page of the access review, of a company in which people have given themselves hostile names.
func TestAccessReviewPage(t *testing.T) {
	t.Parallel()
	p := open(t, "access-review.html")

	assert.Equal(t, "Access review 2026-Q4", p.text("h1"))
	assert.Equal(t, []string{"Findings", "Security posture", "People and their access"}, is[[]string](p, `[...document.querySelectorAll("h2")].map(h => h.innerText)`), "findings come first")
	assert.Contains(t, p.text("header"), "Acme <& Sons>, as of 2026-11-28")

	t.Log("No name becomes markup.")
	for _, name := range hostile {
		assert.Contains(t, p.text("#people"), name)
	}
	assert.Zero(t, is[int](p, `document.querySelectorAll("script, img, svg, iframe, object, embed, link, form, b b, [onerror], [onload]").length`))
	assert.Empty(t, is[[]string](p, `[...document.querySelectorAll("*")].flatMap(e => [...e.attributes]).map(a => a.name).filter(n => !["charset", "class", "content", "href", "http-equiv", "id", "lang", "name", "open", "role", "style", "aria-label"].includes(n))`), "attributes that the template does not write")

	t.Log("What it links to is on the page.")
	assert.Empty(t, is[[]string](p, `[...document.querySelectorAll("a[href]")].map(a => a.getAttribute("href")).filter(h => !h.startsWith("#") || !document.getElementById(h.slice(1)))`))

	t.Log("A bar for each control, which can be seen.")
	controls := is[int](p, `document.querySelectorAll(".control").length`)
	assert.NotZero(t, controls)
	assert.Equal(t, controls, is[int](p, `[...document.querySelectorAll(".control .bar")].filter(b => [...b.querySelectorAll("i")].some(i => i.offsetWidth > 3 && i.offsetHeight > 5 && getComputedStyle(i).background)).length`))
	assert.NotZero(t, is[int](p, `document.querySelectorAll(".control i.fail").length`))

	t.Log("People by apps.")
	assert.True(t, is[bool](p, `document.querySelector("#people").open`))
	assert.Equal(t, is[int](p, `document.querySelectorAll("#people thead th").length * document.querySelectorAll("#people tbody tr").length`),
		is[int](p, `document.querySelectorAll("#people tbody td").length`), "each row has each column")

	t.Log("It fits a screen and a telephone: wide tables scroll by themselves.")
	const overflow = `document.documentElement.scrollWidth - document.documentElement.clientWidth`
	p.picture("access-review.png")
	assert.Zero(t, is[int](p, overflow))
	p.do(chromedp.EmulateViewport(390, 800))
	p.picture("access-review-narrow.png")
	assert.Zero(t, is[int](p, overflow))
	p.quiet()
}

// On paper, nothing has to be opened: findings are printed even if their list is closed.
func TestAccessReviewOnPaper(t *testing.T) {
	t.Parallel()
	p := open(t, "access-review.html")
	p.make(`document.querySelectorAll("details").forEach(d => d.open = false)`)
	const seen = `[...document.querySelectorAll(%q)].filter(r => r.checkVisibility() && r.getBoundingClientRect().height > 0).length`
	rows := is[int](p, `document.querySelectorAll(".findings tbody tr").length`)
	require.NotZero(t, rows)
	assert.Zero(t, is[int](p, fmt.Sprintf(seen, ".findings tbody tr")))
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	require.NoError(t, err)
	assert.Equal(t, rows, is[int](p, fmt.Sprintf(seen, ".findings tbody tr")))
	assert.Zero(t, is[int](p, fmt.Sprintf(seen, "#people tbody tr")), "the table of people is printed if it is open")

	p.make(`document.querySelectorAll("details").forEach(d => d.open = true)`)
	pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	require.NoError(t, err)
	assert.Greater(t, len(pdf), 10_000)
	require.NoError(t, os.WriteFile(filepath.Join(pictures, "access-review.pdf"), pdf, 0o600))
	p.quiet()
}

// A page of thousands opens with the findings: the long lists are closed, and open themselves for what is looked for.
func TestAccessReviewOfManyPeople(t *testing.T) {
	t.Parallel()
	p := open(t, "many.html")
	assert.GreaterOrEqual(t, is[int](p, `document.querySelectorAll("#people tbody tr").length`), 500)
	assert.False(t, is[bool](p, `document.querySelector("#people").open`))
	assert.Empty(t, is[[]string](p, `[...document.querySelectorAll(".findings[open]")].filter(d => d.querySelectorAll("tbody tr").length > 25).map(d => d.id)`))
	p.picture("many.png")
	p.make(`location.hash = document.querySelector("#people tbody tr:last-child").id`)
	assert.True(t, is[bool](p, `document.querySelector("#people").open`), "a link to a person opens the table")
	p.quiet()
}
