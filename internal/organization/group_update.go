// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// GroupChange is a change of a group's name and description. A nil field stays as it is.
type GroupChange = atlassian.GroupChange

// UnsupportedError says that Atlassian does not serve an operation in the form that the provider knows of it.
type UnsupportedError struct {
	// Err is Atlassian's answer.
	Err error
}

// Error says that nothing was changed.
func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("Atlassian does not know the operation in the form that the provider has sent, which is a guess, and nothing was changed: %v", e.Err)
}

// Unwrap returns Atlassian's answer.
func (e *UnsupportedError) Unwrap() error { return e.Err }

// Update renames a group, or changes its description, and waits until the search shows it. The
// configuration must allow [GroupUpdate], because the form of the operation is a guess: see [atlassian.Client.UpdateGroup]. So the
// answer alone proves nothing. A [NotVisibleError] beside a group is a success that the search does not show yet.
func (g *Groups) Update(ctx context.Context, key GroupKey, change GroupChange) (Group, error) {
	if sent := g.client.UpdateGroup(ctx, g.id, key.DirectoryID, key.GroupID, change); sent != nil {
		now, err := g.client.Group(ctx, g.id, key.DirectoryID, key.GroupID)
		switch {
		case atlassian.IsNotFound(err):
			return Group{}, groupNotFound(key)
		case atlassian.IsUnsupported(sent), atlassian.IsNotFound(sent) && err == nil: // the group is there: it is the operation that is not
			return Group{}, &UnsupportedError{Err: sent}
		case err != nil || !atlassian.IsOutcomeUnknown(sent) || !hasChange(change, now):
			return Group{}, sent
		}
	}
	d := g.inDirectory.Get(key.DirectoryID)
	name := change.Name
	if name == nil {
		before, err := g.Get(ctx, key)
		if err != nil {
			return Group{}, &NotVisibleError{What: "the change of group " + key.GroupID, Err: err}
		}
		name = &before.Name
	}
	now, err := d.groupWatch.WaitAtMost(ctx, g.pace.Visible, strings.ToLower(*name), func(g Group, ok bool) (bool, error) {
		return ok && g.ID == key.GroupID && hasChange(change, g), nil
	})
	if err == nil {
		d.wroteGroup(now)
		return now, nil
	}
	invisible := &NotVisibleError{What: "the change of group " + key.GroupID}
	if !errors.Is(err, reading.ErrNotYet) {
		invisible.Err = err
	}
	if now, err = g.client.Group(ctx, g.id, key.DirectoryID, key.GroupID); err != nil || !hasChange(change, now) {
		return Group{}, invisible
	}
	d.wroteGroup(now)
	return now, invisible
}

// hasChange reports whether a group is as a change makes it.
func hasChange(change GroupChange, g Group) bool {
	return (change.Name == nil || *change.Name == g.Name) && (change.Description == nil || *change.Description == g.Description)
}

// wroteGroup makes a group as it was read after an own write the answer for the rest of the run.
func (d *directory) wroteGroup(g Group) {
	d.groupList.Wrote(g)
	d.groupsByID.Wrote(g)
	d.groupsByName.Wrote(g)
}
