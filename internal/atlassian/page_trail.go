// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"errors"
	"fmt"
)

// maxIdlePages is how many pages in a row may have no new item. A filter may leave some pages empty. A list with more such pages
// counts as endless.
const maxIdlePages = 100

// pageTrail follows the pages of one list, and recognizes a list without an end.
type pageTrail struct {
	cursors, items map[string]bool
	// isNew says that the present page has an item that no earlier page has. idle counts the pages in a row, before the present
	// one, without such an item.
	isNew bool
	idle  int
}

// note records an item of the present page, by its key.
func (t *pageTrail) note(item string) {
	if t.items[item] {
		return
	}
	if t.items == nil {
		t.items = make(map[string]bool)
	}
	t.items[item] = true
	t.isNew = true
}

// follow records the cursor of the next page. An empty cursor is the end.
func (t *pageTrail) follow(cursor string) error {
	t.idle++
	if t.isNew {
		t.idle, t.isNew = 0, false
	}
	switch {
	case cursor == "":
		return nil
	case t.cursors[cursor]:
		return errors.New("Atlassian sent the same page cursor twice, so the list has no end") //nolint:staticcheck // the name of a company
	case t.idle >= maxIdlePages:
		return fmt.Errorf("Atlassian sent %d pages in a row that bring nothing new, and says that there are more: the list seems to have no end", t.idle) //nolint:staticcheck // the name of a company
	}
	if t.cursors == nil {
		t.cursors = make(map[string]bool)
	}
	t.cursors[cursor] = true
	return nil
}
