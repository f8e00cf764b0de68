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

// pagesOf reads a paged answer, and converts item by item. It reads the next page only when the consumer wants more. The first
// request is for the first page. The function with makes the request for each further page from its cursor. The function key
// identifies an item.
func pagesOf[W, V any](ctx context.Context, c *Client, first request, with func(cursor string) request, convert func(W) V, key func(V) string) iter.Seq2[V, error] {
	return countedPagesOf(ctx, c, first, with, convert, key, nil)
}

// countedPagesOf does the same. If it is given a name for the count, it also compares the number of items on all pages with the
// count in the answer.
func countedPagesOf[W, V any](ctx context.Context, c *Client, first request, with func(cursor string) request, convert func(W) V, key func(V) string, counted *countOf) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		var none V
		var trail pageTrail
		tally := newTally(counted)
		for next := first; ; {
			var answer page[W]
			if err := c.do(ctx, next, &answer); err != nil {
				yield(none, err)
				return
			}
			tally.setTotal(answer.Total)
			tally.addPage(len(answer.Data.items), answer.MinItems)
			for _, item := range answer.Data.items {
				converted := convert(item)
				trail.note(key(converted))
				tally.add(key(converted))
				if !yield(converted, nil) {
					return
				}
			}
			cursor, err := cursorOf(answer.Links.Next)
			if err == nil {
				err = trail.follow(cursor)
			}
			if err == nil && cursor == "" {
				err = tally.mismatch()
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

// cursorOf takes the cursor out of links.next. Some answers have a URL there and others the bare cursor, whatever their version.
// Only the cursor of a URL is used: the client never requests the URL.
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
	return next, nil // a slash is a letter of Base64, so a cursor may begin with it
}

// byQuery makes the requests for the further pages of a GET. With a cursor, Atlassian ignores other parameters.
func byQuery(r request) func(string) request {
	return func(cursor string) request {
		next := r
		next.query = url.Values{"cursor": {cursor}}
		return next
	}
}
