// SPDX-License-Identifier: MPL-2.0

package page

import (
	"strconv"
	"sync"
)

// note says what a button has done.
type note struct {
	Text    string
	Refused bool
	// At is the row of the button.
	At string
}

// maxNotes is how many notes are kept. A note is shown once, as a rule.
const maxNotes = 50

// notes are the last notes by number. The address of the page has the number and
// not the text, so that no link makes the page say something.
type notes struct {
	mu   sync.Mutex
	last int
	kept map[string]note
}

func (n *notes) keep(added note) (number int) {
	n.mu.Lock()
	defer n.mu.Unlock()

	if n.kept == nil {
		n.kept = map[string]note{}
	}

	n.last++
	n.kept[strconv.Itoa(n.last)] = added
	delete(n.kept, strconv.Itoa(n.last-maxNotes))

	return n.last
}

func (n *notes) find(number string) (note, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()

	found, ok := n.kept[number]

	return found, ok
}
