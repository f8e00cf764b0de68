// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"fmt"
	"iter"
	"net/url"
	"strings"
)

// page is what every paged answer of the Organizations API has in common.
type page[W any] struct {
	Data  []W `json:"data"`
	Links struct {
		Next string `json:"next"`
	} `json:"links"`
}

// pagesOf reads a paged answer, converting item by item. The next page is read only when the consumer wants more. The
// first page is asked for as it stands; with is told the cursor of each further one.
func pagesOf[W, V any](ctx context.Context, c *Client, first request, with func(cursor string) request, convert func(W) V) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		var none V
		seen := make(map[string]bool)
		for next := first; ; {
			var answer page[W]
			if err := c.do(ctx, next, &answer); err != nil {
				yield(none, err)
				return
			}
			for _, item := range answer.Data {
				if !yield(convert(item), nil) {
					return
				}
			}
			cursor, err := cursorOf(answer.Links.Next)
			switch {
			case err != nil:
				yield(none, fmt.Errorf("%s: %w", first.operation.ID, err))
				return
			case cursor == "":
				return
			case seen[cursor]:
				yield(none, fmt.Errorf("%s: Atlassian sent the same page cursor twice, so the list has no end", first.operation.ID))
				return
			}
			seen[cursor] = true
			next = with(cursor)
		}
	}
}

// cursorOf takes the cursor out of links.next, which is a URL in some answers and the bare cursor in others, whatever
// their version. Of a URL nothing else is used: it is never requested.
func cursorOf(next string) (string, error) {
	if !strings.Contains(next, "://") && !strings.HasPrefix(next, "/") && !strings.HasPrefix(next, "?") {
		return next, nil
	}
	link, err := url.Parse(next)
	if err != nil {
		return "", fmt.Errorf("the link to the next page is not a URL: %w", err)
	}
	cursor := link.Query().Get("cursor")
	if cursor == "" {
		return "", fmt.Errorf("the link to the next page has no cursor: %s", link.Path)
	}
	return cursor, nil
}

// byQuery asks for the further pages of a GET: with a cursor, other parameters are ignored.
func byQuery(r request) func(string) request {
	return func(cursor string) request {
		r.query = url.Values{"cursor": {cursor}}
		return r
	}
}
