// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// visitor looks at the page of a simulator as a browser without script does.
type visitor struct {
	t    *testing.T
	b    *bench
	at   *url.URL
	page *html.Node
	raw  string
}

// visit opens the page.
func (b *bench) visit(query string) *visitor {
	b.t.Helper()

	v := &visitor{t: b.t, b: b}

	request, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.server.URL+"/_simulator/"+query, nil)
	require.NoError(b.t, err)
	v.send(request)

	return v
}

// send sends a request, follows where it leads, and looks at the page.
func (v *visitor) send(request *http.Request) {
	v.t.Helper()

	response, err := v.b.server.Client().Do(request)
	require.NoError(v.t, err)

	defer func() { assert.NoError(v.t, response.Body.Close()) }()

	raw, err := io.ReadAll(response.Body)
	require.NoError(v.t, err)
	require.Equal(v.t, http.StatusOK, response.StatusCode, string(raw))

	v.raw, v.at = string(raw), response.Request.URL
	v.page, err = html.Parse(strings.NewReader(v.raw))
	require.NoError(v.t, err)
}

// press presses a button, given by its accessible name, after typing into its
// form.
func (v *visitor) press(name string, typed map[string]string) *visitor {
	v.t.Helper()

	buttons := v.all(func(n *html.Node) bool { return n.Data == "button" && attribute(n, "aria-label") == name })
	require.NotEmpty(v.t, buttons, "no button is called %q", name)

	form := buttons[0].Parent
	for form.Data != "form" {
		form = form.Parent
	}

	values := url.Values{}

	for n := range form.Descendants() {
		switch {
		case n.Data == "input":
			values.Set(attribute(n, "name"), attribute(n, "value"))
		case n.Data == "option" && (has(n, "selected") || n.PrevSibling == nil):
			values.Set(attribute(n.Parent, "name"), attribute(n, "value"))
		}
	}

	for field, text := range typed {
		require.True(v.t, values.Has(field), "%s has no field %s, but %v", name, field, slices.Sorted(maps.Keys(values)))
		values.Set(field, text)
	}

	if field := attribute(buttons[0], "name"); field != "" {
		values.Set(field, attribute(buttons[0], "value"))
	}

	action := attribute(form, "action")
	if has(buttons[0], "formaction") {
		action = attribute(buttons[0], "formaction")
	}

	to, err := v.at.Parse(action)
	require.NoError(v.t, err)
	require.Equal(v.t, "post", attribute(form, "method"), name)

	request, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, to.String(), strings.NewReader(values.Encode()))
	require.NoError(v.t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", v.b.server.URL)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("Referer", v.at.String())
	v.send(request)

	return v
}

// says is what the page says that was done.
func (v *visitor) says() string { return v.text("message") }

// text is the text of an element, with single spaces.
func (v *visitor) text(id string) string {
	v.t.Helper()

	found := v.all(func(n *html.Node) bool { return attribute(n, "id") == id })
	require.Len(v.t, found, 1, id)

	return textOf(found[0])
}

// row is the text of the row that begins with a name.
func (v *visitor) row(table, name string) string {
	v.t.Helper()

	for _, row := range v.all(func(n *html.Node) bool { return n.Data == "tr" && inside(n, table) }) {
		if text := textOf(row); strings.HasPrefix(text, name+" ") {
			return text
		}
	}

	require.Fail(v.t, "no row", "%s has no row %q", table, name)

	return ""
}

// buttons are the accessible names of all buttons.
func (v *visitor) buttons() []string {
	var names []string
	for _, button := range v.all(func(n *html.Node) bool { return n.Data == "button" }) {
		names = append(names, attribute(button, "aria-label"))
	}

	return names
}

func (v *visitor) all(wanted func(*html.Node) bool) []*html.Node {
	var found []*html.Node

	for n := range v.page.Descendants() {
		if n.Type == html.ElementNode && wanted(n) {
			found = append(found, n)
		}
	}

	return found
}

func inside(n *html.Node, id string) bool {
	for ; n != nil; n = n.Parent {
		if attribute(n, "id") == id {
			return true
		}
	}

	return false
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func attribute(n *html.Node, name string) string {
	at := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
	if at < 0 {
		return ""
	}

	return n.Attr[at].Val
}

func textOf(n *html.Node) string {
	var text strings.Builder

	for part := range n.Descendants() {
		if part.Type == html.TextNode {
			text.WriteString(part.Data + " ")
		}
	}

	return strings.Join(strings.Fields(text.String()), " ")
}
