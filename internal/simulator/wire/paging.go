// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
)

// PageSizeV1 is the page size of the v1 lists, which take no limit.
// Unverified: Atlassian does not document it.
const PageSizeV1 = 100

// Cursor is a place in a list and the parameters of its first request, because
// a request with a cursor ignores all other parameters. It is opaque to
// clients: base64 of JSON.
type Cursor struct {
	// Of is the method and path that gave the cursor. It is valid for no other.
	Of string `json:"of"`
	// SortBy is null if no order was asked for.
	SortBy []Sorting `json:"sortBy"`
	// Query holds the parameters of the first request.
	Query Values `json:"query,omitempty"`
	Limit int    `json:"limit"`
	// After is the key of the last item of the page before.
	After string `json:"after,omitempty"`
}

// Sorting is a field and a direction to sort by.
type Sorting struct {
	Field     string `json:"field"`
	Direction string `json:"direction"`
}

var errCursor = errors.New("the cursor was not given by this operation")

func (c Cursor) String() string {
	encoded, err := json.Marshal(c)
	if err != nil {
		return ""
	}

	return base64.StdEncoding.EncodeToString(encoded)
}

// Next is the cursor of the page after the item with a key.
func (c Cursor) Next(after string) Cursor {
	c.After = after

	return c
}

// Page reads the cursor of a request, or makes the cursor of its first page.
func (c *Call) Page(defaultLimit int) (Cursor, error) {
	of := c.operation.Method + " " + c.Request.URL.Path

	var asked struct {
		Cursor string    `json:"cursor"`
		Limit  int       `json:"limit"`
		SortBy []Sorting `json:"sortBy"`
	}

	encoded, err := json.Marshal(c.Values)
	if err != nil {
		return Cursor{}, errCursor
	}

	if err := json.Unmarshal(encoded, &asked); err != nil {
		return Cursor{}, errCursor
	}

	if _, given := c.Values["cursor"]; !given || string(c.Values["cursor"]) == "null" {
		query := Values{}

		for name, value := range c.Values {
			if name != "cursor" && name != "limit" && name != "sortBy" {
				query[name] = value
			}
		}

		if asked.Limit == 0 {
			asked.Limit = defaultLimit
		}

		return Cursor{Of: of, SortBy: asked.SortBy, Query: query, Limit: asked.Limit}, nil
	}

	decoded, err := base64.StdEncoding.DecodeString(asked.Cursor)
	if err != nil {
		return Cursor{}, errCursor
	}

	var at Cursor
	if err := json.Unmarshal(decoded, &at); err != nil || at.Of != of || at.Limit < 1 {
		return Cursor{}, errCursor
	}

	return at, nil
}

// InvalidCursor is the answer to a cursor that the operation did not give.
func (c *Call) InvalidCursor() Answer {
	c.Violate("the cursor was not given by this operation")

	return Fail(http.StatusBadRequest, cmp.Or(c.operation.CursorCode, CodeInvalidCursor), "Invalid page cursor", "The cursor is not one that this operation gave.")
}

// CursorLinks are the links of v2: bare cursors. Every page has a self link.
// Links without a target are absent.
func CursorLinks(at Cursor, next string) Links {
	links := Links{Self: at.String()}
	if next != "" {
		links.Next = at.Next(next).String()
	}

	return links
}

// AddressLinks are the links of v1: URLs.
func (c *Call) AddressLinks(at Cursor, next string) Links {
	links := Links{Self: c.Address(c.Request.URL.Path)}
	if at.After != "" {
		links.Self += "?cursor=" + url.QueryEscape(at.String())
	}

	if next != "" {
		links.Next = c.Address(c.Request.URL.Path) + "?cursor=" + url.QueryEscape(at.Next(next).String())
	}

	return links
}

// Address is the URL of a path of this simulator, with the host that the client
// used.
func (c *Call) Address(path string) string {
	return (&url.URL{Scheme: "http", Host: c.Request.Host, Path: path}).String()
}

// SlicePage returns a page of a list that is sorted by key.
func SlicePage[T any](items []T, key func(T) string, at Cursor) (page []T, next string) {
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
