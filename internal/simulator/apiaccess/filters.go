// SPDX-License-Identifier: MPL-2.0

package apiaccess

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
)

// Unverified: how many keys or tokens a page has if nothing is said, and at
// most. Others have asked for 1000.
const (
	defaultPage = 50
	maxPage     = 1000
)

var pageParameters = []wire.Parameter{
	{Name: "sort"},
	{Name: "pageSize", Kind: wire.KindNumber, Max: maxPage},
	{Name: "cursor"},
}

// The kinds of date search. gt, lt and the unit day are what somebody has sent
// to Atlassian; the other words are not documented at all.
const (
	searchGreater = "gt"
	searchLess    = "lt"
	searchRange   = "range"
)

// units are the lengths of the units of a relative window. Unverified: all but
// day.
var units = map[string]time.Duration{"hour": time.Hour, "day": 24 * time.Hour, "week": 7 * 24 * time.Hour}

// timeParameters are the documented parameters of the date search for a field.
func timeParameters(field string) []wire.Parameter {
	return []wire.Parameter{
		{Name: field + "SearchType", Enum: []string{searchGreater, searchLess, searchRange}},
		{Name: field + "Uom", Enum: []string{"hour", "day", "week"}},
		{Name: field + "Value", Kind: wire.KindNumber, AllowZero: true},
		{Name: field + "From"},
		{Name: field + "To"},
		{Name: field + "RangeFrom", Kind: wire.KindNumber, AllowZero: true},
		{Name: field + "RangeTo", Kind: wire.KindNumber, AllowZero: true},
	}
}

// row is a key or a token, and what can be searched about it.
type row[W any] struct {
	shown  W
	id     string
	label  string
	person *wirePerson
	times  map[string]time.Time
}

// matches reports whether a free-text search finds the row. Atlassian's search is
// fuzzy, and looks at the label, and at the name and address of the person.
func (r row[W]) matches(text string) bool {
	places := []string{r.label}
	if r.person != nil {
		places = append(places, r.person.Name, r.person.Email)
	}

	return slices.ContainsFunc(places, func(place string) bool { return wire.ContainsFold(place, text) })
}

// filtered are the rows that the free-text search and the date searches leave.
func filtered[W any](c *call, rows []row[W], fields ...string) ([]row[W], *wire.Answer) {
	rows = slices.DeleteFunc(rows, func(r row[W]) bool { return !r.matches(c.Text("q")) })

	for _, field := range fields {
		within, err := c.window(field)
		if err != nil {
			c.Violate(err.Error())

			return nil, new(wire.Fail(http.StatusBadRequest, wire.CodeInvalidSyntax, "Bad request", err.Error()))
		}

		if within != nil {
			rows = slices.DeleteFunc(rows, func(r row[W]) bool { return !within(r.times[field]) })
		}
	}

	return rows, nil
}

// dateSearch are the parameters of the date search for one field.
type dateSearch struct {
	Type, Uom, From, To       string
	Value, RangeFrom, RangeTo *int
}

func (c *call) dateSearch(field string) (dateSearch, error) {
	number := func(name string) (*int, error) {
		if !c.Has(field + name) {
			return nil, nil //nolint:nilnil // that it is not given is no failure
		}

		given, err := wire.Decode[map[string]int](wire.Values{"n": c.Values[field+name]})

		return new(given["n"]), err
	}

	value, err := number("Value")
	from, errFrom := number("RangeFrom")
	to, errTo := number("RangeTo")

	return dateSearch{
		c.Text(field + "SearchType"), c.Text(field + "Uom"), c.Text(field + "From"), c.Text(field + "To"), value, from, to,
	}, errors.Join(err, errFrom, errTo)
}

// window is whether a time is in the window of a date search. It is nil if there
// is no such search. Unverified: gt is further from now than so many units, and
// lt nearer; a time that is absent is in no window.
func (c *call) window(field string) (func(time.Time) bool, error) {
	asked, err := c.dateSearch(field)
	if err != nil || asked == (dateSearch{}) {
		return nil, err
	}

	switch asked.Type {
	case searchGreater, searchLess:
		if asked.Uom == "" || asked.Value == nil {
			return nil, fmt.Errorf("%sUom and %sValue are required for this kind of search", field, field)
		}

		length := time.Duration(*asked.Value) * units[asked.Uom]

		return func(at time.Time) bool {
			return !at.IsZero() && (c.now.Sub(at).Abs() > length) == (asked.Type == searchGreater)
		}, nil
	case searchRange:
		return c.rangeOf(field, asked)
	}

	return nil, fmt.Errorf("%sSearchType is required", field)
}

// rangeOf is the window between two times, or between two numbers of units
// before now. Unverified: the form of both.
func (c *call) rangeOf(field string, asked dateSearch) (func(time.Time) bool, error) {
	if asked.From == "" && asked.To == "" && asked.RangeFrom == nil && asked.RangeTo == nil {
		return nil, fmt.Errorf("%sFrom or %sTo is required for a range", field, field)
	}

	var bounds [2]time.Time

	for i, text := range []string{asked.From, asked.To} {
		if text == "" {
			continue
		}

		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil, fmt.Errorf("%s: %q is not a time", field, text)
		}

		bounds[i] = at
	}

	for i, ago := range []*int{asked.RangeFrom, asked.RangeTo} {
		if ago != nil {
			bounds[i] = c.now.Add(-time.Duration(*ago) * units[cmp.Or(asked.Uom, "day")])
		}
	}

	return func(at time.Time) bool {
		return !at.IsZero() && !at.Before(bounds[0]) && (bounds[1].IsZero() || !at.After(bounds[1]))
	}, nil
}

// order sorts the rows as a request asks for, by ID if it asks for nothing.
// Unverified: the fields, except for lastActiveAt, which somebody has sent.
func order[W any](c *call, rows []row[W]) error {
	slices.SortFunc(rows, func(a, b row[W]) int { return cmp.Compare(a.id, b.id) })

	field, descending := strings.CutPrefix(c.Text("sort"), "-")
	field = strings.TrimPrefix(field, "+")

	var compare func(a, b row[W]) int

	switch field {
	case "":
		return nil
	case "label":
		compare = func(a, b row[W]) int { return cmp.Compare(a.label, b.label) }
	case "createdAt", "expiresAt", "lastActiveAt":
		compare = func(a, b row[W]) int { return a.times[field].Compare(b.times[field]) }
	default:
		return fmt.Errorf("sort: %q is not a field to sort by", field)
	}

	slices.SortStableFunc(rows, func(a, b row[W]) int {
		if descending {
			return compare(b, a)
		}

		return compare(a, b)
	})

	return nil
}

// pageOf is a page of rows. The parameters of the request are repeated beside a
// cursor, which is the ID of the last row before the page.
func pageOf[W any](c *call, rows []row[W]) wire.Answer {
	at, err := c.Page(defaultPage)
	if err != nil {
		return c.InvalidCursor()
	}

	asked, err := wire.Decode[struct {
		PageSize int `json:"pageSize"`
	}](c.Values)
	if err == nil {
		err = order(c, rows)
	}

	if err != nil {
		c.Violate(err.Error())

		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidSyntax, "Bad request", err.Error())
	}

	begin := 0

	if at.After != "" {
		before := slices.IndexFunc(rows, func(r row[W]) bool { return r.id == at.After })
		if before < 0 {
			return c.InvalidCursor()
		}

		begin = before + 1
	}

	end := min(begin+cmp.Or(asked.PageSize, defaultPage), len(rows))
	shown := make([]W, 0, end-begin)

	for _, r := range rows[begin:end] {
		shown = append(shown, r.shown)
	}

	next := ""
	if end < len(rows) {
		next = rows[end-1].id
	}

	return wire.OK(wire.Page[W]{Data: shown, Links: wire.CursorLinks(at, next)})
}
