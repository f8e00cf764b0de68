// SPDX-License-Identifier: MPL-2.0

package levels

import (
	"context"
	"maps"
	"strings"
)

// leftLevel is a level that a deletion has left as it is. Former says that the level had the name before, and has another one now.
type leftLevel struct {
	id     string
	former bool
}

// Leave notes that a deletion has left a level as it is, because a level of the same name is created in its place. The creation takes the
// level over: see [Levels.Take].
func (l *Levels) Leave(id, name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.left[strings.ToLower(name)] = leftLevel{id: id}
}

// LeaveFormer is [Levels.Leave] for a name that the level had before. A level that has the name now goes before it.
func (l *Levels) LeaveFormer(id, name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, is := l.left[strings.ToLower(name)]; !is {
		l.left[strings.ToLower(name)] = leftLevel{id, true}
	}
}

// Left reports whether a deletion of this run has left a level for a creation.
func (l *Levels) Left(name string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, is := l.left[strings.ToLower(name)]
	return is
}

// Take returns the level that a deletion of this run has left for a creation. It is left for no other creation then, under no name. A level
// that had the name before is not taken while another level has it.
func (l *Levels) Take(ctx context.Context, name string) (id string, taken bool) {
	if !l.Left(name) {
		return "", false
	}
	other, has, err := l.Namesake(ctx, name)
	l.mu.Lock()
	defer l.mu.Unlock()
	left, is := l.left[strings.ToLower(name)]
	if !is || left.former && (err != nil || has && other.ID != left.id) {
		return "", false
	}
	maps.DeleteFunc(l.left, func(_ string, other leftLevel) bool { return other.id == left.id })
	return left.id, true
}
