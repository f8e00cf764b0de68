// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"
)

// pagesOf reads a paged answer, converting item by item. The next page is read only when the consumer wants more. The
// first page is asked for as it is. With makes the request for each further page from its cursor. Key identifies an item.
func pagesOf[W, V any](ctx context.Context, c *Client, first request, with func(cursor string) request, convert func(W) V, key func(V) string) iter.Seq2[V, error] {
	return countedPagesOf(ctx, c, first, with, convert, key, nil)
}

// countedPagesOf does the same, and holds what all pages list against what they count, if it is given a name for that.
func countedPagesOf[W, V any](ctx context.Context, c *Client, first request, with func(cursor string) request, convert func(W) V, key func(V) string, counted *countOf) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		var none V
		var trail pageTrail
		read := newTally(counted)
		for next := first; ; {
			var answer page[W]
			if err := c.do(ctx, next, &answer); err != nil {
				yield(none, err)
				return
			}
			read.says(answer.Total)
			read.page(len(answer.Data.items), answer.MinItems)
			for _, item := range answer.Data.items {
				converted := convert(item)
				trail.note(key(converted))
				read.read(key(converted))
				if !yield(converted, nil) {
					return
				}
			}
			cursor, err := cursorOf(answer.Links.Next)
			if err == nil {
				err = trail.follow(cursor)
			}
			if err == nil && cursor == "" {
				err = read.mismatch()
			}
			if err != nil {
				yield(none, fmt.Errorf("%s: %w", first.operation.ID, err))
				return
			}
			if cursor == "" {
				return
			}
			next = with(cursor)
		}
	}
}

// cursorOf takes the cursor out of links.next, which is a URL in some answers and the bare cursor in others, whatever
// their version. Of a URL nothing else is used: it is never requested.
func cursorOf(next string) (string, error) {
	whole := strings.Contains(next, "://")
	if !whole && !strings.HasPrefix(next, "/") && !strings.HasPrefix(next, "?") {
		return next, nil
	}
	link, err := url.Parse(next)
	if err == nil && link.Query().Get("cursor") != "" {
		return link.Query().Get("cursor"), nil
	}
	if whole {
		return "", errors.New("the link to the next page is a URL without a cursor")
	}
	return next, nil // a slash is a letter of Base64, so a cursor may begin with one
}

// byQuery asks for the further pages of a GET: with a cursor, other parameters are ignored.
func byQuery(r request) func(string) request {
	return func(cursor string) request {
		next := r
		next.query = url.Values{"cursor": {cursor}}
		return next
	}
}
