// SPDX-License-Identifier: MPL-2.0

package page

import (
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// Bounds of what the page shows.
const (
	maxRows       = 100 // of a table
	maxNames      = 100 // in one cell, if the table has few rows
	minNames      = 5   // in one cell, however many rows the table has
	allNames      = 500 // in all cells of a column
	maxChoices    = 20  // in a list to choose from
	maxViolations = 50
)

// namesIn is how many names a cell of a table shows.
func namesIn(rows int) int {
	if rows == 0 {
		return maxNames
	}

	return min(maxNames, max(minNames, allNames/rows))
}

// view is what the page shows.
type view struct {
	Note note

	ID, Name, Key string

	People   people
	Groups   groups
	Policies policies
	Domains  domains
	Apps     apps
	Settings []setting
	Traffic  traffic
}

// named is something that has a name on the page.
type named struct{ ID, Name string }

// names are the first names of a list.
type names struct {
	First []named
	More  int
}

func (n *names) add(one named, limit int) {
	if len(n.First) < limit {
		n.First = append(n.First, one)

		return
	}

	n.More++
}

// All counts the names, including those that are not shown.
func (n *names) All() int { return len(n.First) + n.More }

// table says how much of something a table shows.
type table struct {
	Sought string // what people look for
	All    int
	Found  int // of all, what they look for
	Shown  int // of what is found
}

// Says is how much of something the table shows.
func (t table) Says(one, many string) string {
	noun := many
	if t.All == 1 {
		noun = one
	}

	text := strconv.Itoa(t.All) + " " + noun
	if t.Sought != "" {
		text = strconv.Itoa(t.Found) + " of " + text + " found by “" + t.Sought + "”"
	}

	if t.Shown < t.Found {
		text += ". The first " + strconv.Itoa(t.Shown) + " are shown"
	}

	return text
}

// note counts a row that is found, and reports whether the table shows it.
func (t *table) note() bool {
	t.Found++
	if t.Found > maxRows {
		return false
	}

	t.Shown++

	return true
}

// view looks at the organization, and at the requests. Everything is copied, so
// that writing the page keeps nobody waiting.
func (p *page) view(asked url.Values, note note) *view {
	v := &view{Note: note, Traffic: p.traffic()}
	v.People.Sought, v.Groups.Sought = asked.Get(askedPeople), asked.Get(askedGroups)

	p.world.Do(func(_ time.Time, s *world.State) {
		v.ID, v.Name, v.Key = s.ID, s.Name, hint(s.Key.Value)
		v.Policies = policiesOf(s)
		v.People.look(s)
		v.Groups.look(s)
		v.Domains = domainsOf(s)
		v.Apps = appsOf(s)
		v.Settings = settingsOf(s)
	})

	return v
}

// hint is enough of a key to recognize it.
func hint(key string) string {
	if len(key) < 12 {
		return "…"
	}

	return key[:4] + "…"
}

// matches reports whether one of some texts has in it what people look for.
func matches(sought string, texts ...string) bool {
	sought = strings.ToLower(strings.TrimSpace(sought))
	for _, text := range texts {
		if strings.Contains(strings.ToLower(text), sought) {
			return true
		}
	}

	return false
}

// inView is a person on the page, with what else the row needs.
type inView struct {
	View *view
	Row  person
}

// functions are what the templates call.
var functions = template.FuncMap{
	"words": func(text string) string { return strings.NewReplacer("_", " ", "-", " ").Replace(text) },
	"clock": func(at time.Time) string { return at.Local().Format(time.TimeOnly) },
	"stamp": func(at time.Time) string { return at.UTC().Format(time.RFC3339) },
	"pair":  func(v *view, row person) inView { return inView{v, row} },
	"join":  func(texts []string) string { return strings.Join(texts, ", ") },
}
