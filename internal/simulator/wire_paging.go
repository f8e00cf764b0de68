// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
)

// pageSizeV1 is the page size of the v1 lists, which take no limit.
// Unverified: Atlassian does not document it.
const pageSizeV1 = 100

// cursor is a place in a list, and everything that was asked for, because a
// cursor makes all other parameters of the request void. To clients it is
// opaque: base64 of JSON.
type cursor struct {
	// Of is the method and path that gave the cursor; it serves no other.
	Of string `json:"of"`
	// SortBy is null where none was asked for.
	SortBy []sorting `json:"sortBy"`
	// Query holds the parameters of the first request.
	Query values `json:"query,omitempty"`
	Limit int    `json:"limit"`
	// After is the key of the last item already given.
	After string `json:"after,omitempty"`
}

type sorting struct {
	Field     string `json:"field"`
	Direction string `json:"direction"`
}

var errCursor = errors.New("the cursor was not given by this operation")

func (c cursor) String() string {
	encoded, err := json.Marshal(c)
	if err != nil {
		return ""
	}

	return base64.StdEncoding.EncodeToString(encoded)
}

// next is the cursor of the page that follows the item with that key.
func (c cursor) next(after string) cursor {
	c.After = after

	return c
}

// page reads where a request wants to go on, or makes the cursor of its first page.
func (c *wireCall) page(defaultLimit int) (cursor, error) {
	of := c.operation.method + " " + c.request.URL.Path

	var asked struct {
		Cursor string    `json:"cursor"`
		Limit  int       `json:"limit"`
		SortBy []sorting `json:"sortBy"`
	}

	encoded, err := json.Marshal(c.values)
	if err != nil {
		return cursor{}, errCursor
	}

	if err := json.Unmarshal(encoded, &asked); err != nil {
		return cursor{}, errCursor
	}

	if _, given := c.values["cursor"]; !given || string(c.values["cursor"]) == "null" {
		query := values{}

		for name, value := range c.values {
			if name != "cursor" && name != "limit" && name != "sortBy" {
				query[name] = value
			}
		}

		if asked.Limit == 0 {
			asked.Limit = defaultLimit
		}

		return cursor{Of: of, SortBy: asked.SortBy, Query: query, Limit: asked.Limit}, nil
	}

	decoded, err := base64.StdEncoding.DecodeString(asked.Cursor)
	if err != nil {
		return cursor{}, errCursor
	}

	var at cursor
	if err := json.Unmarshal(decoded, &at); err != nil || at.Of != of || at.Limit < 1 {
		return cursor{}, errCursor
	}

	return at, nil
}

// invalidCursor is the answer to a cursor that nobody gave.
func (c *wireCall) invalidCursor() answer {
	c.violate("the cursor was not given by this operation")

	return fail(http.StatusBadRequest, cmp.Or(c.operation.cursorCode, codeInvalidCursor), "Invalid page cursor", "The cursor is not one that this operation gave.")
}

// cursorLinks are the links of v2: bare cursors. There is always a self, also
// on the first page. Links that lead nowhere are absent.
func cursorLinks(at cursor, next string) wireLinks {
	links := wireLinks{Self: at.String()}
	if next != "" {
		links.Next = at.next(next).String()
	}

	return links
}

// addressLinks are the links of v1: whole addresses.
func (c *wireCall) addressLinks(at cursor, next string) wireLinks {
	links := wireLinks{Self: c.address(c.request.URL.Path)}
	if at.After != "" {
		links.Self += "?cursor=" + url.QueryEscape(at.String())
	}

	if next != "" {
		links.Next = c.address(c.request.URL.Path) + "?cursor=" + url.QueryEscape(at.next(next).String())
	}

	return links
}

// address is the whole address of a path of this simulator, as the client knows it.
func (c *wireCall) address(path string) string {
	return (&url.URL{Scheme: "http", Host: c.request.Host, Path: path}).String()
}

// slicePage cuts a page from a list whose keys ascend.
func slicePage[T any](items []T, key func(T) string, at cursor) (page []T, next string) {
	page = []T{}

	for _, item := range items {
		if at.After != "" && key(item) <= at.After {
			continue
		}

		if len(page) == at.Limit {
			return page, key(page[len(page)-1])
		}

		page = append(page, item)
	}

	return page, ""
}
