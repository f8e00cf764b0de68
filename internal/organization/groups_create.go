// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// CreatedGroup is a group that was created.
type CreatedGroup struct {
	Group

	// Again is set where another person deleted the group while it was being created, so that it had to be created once more.
	Again bool
}

// maxCreations bounds how often a creation is sent whose answer is lost while no group of that name appears, and how often it is sent
// again because another person deleted the group.
const maxCreations = 3

// Create creates a group and learns its ID. It never creates a second one: Atlassian keeps names unique, so where
// an answer was lost, the name decides. A group that another person made is an [meaning.ExistsError]; a group that was created, or
// may have been, but could not be identified is an [meaning.UnidentifiedError].
func (g *Groups) Create(ctx context.Context, directoryID, name, description string) (CreatedGroup, error) {
	d := g.inDirectory.Get(directoryID)
	before, stale, err := g.namesake(ctx, d, name)
	switch {
	case err != nil:
		return CreatedGroup{}, err
	case before != nil:
		return CreatedGroup{}, GroupExists(GroupKey{d.id, before.ID}, name)
	}
	c := groupCreation{g: g, d: d, name: name, description: description, stale: map[string]bool{stale: true}, free: stale == ""}
	var (
		sent    int
		settled bool
		found   CreatedGroup
		lookErr error
	)
	sending := reading.Sending{Tries: maxCreations, Lost: atlassian.IsOutcomeUnknown}
	err = reading.Settle(ctx, sending, func(ctx context.Context) error {
		sent++
		return c.send(ctx)
	}, func(ctx context.Context) bool {
		// The answer was lost. If the group shows up by its name, it was made. If it does not within the time that the
		// search may lag, the creation is sent again: should it have been made after all, the unique name turns the
		// second one into a conflict, which shows that the group exists and creates nothing.
		found, lookErr = c.afterLoss(ctx, g.pace.Visible/4)
		_, open := errors.AsType[*meaning.UnidentifiedError](lookErr)
		settled = !open
		return settled
	})
	switch {
	case settled:
		return found, lookErr
	case err == nil:
		c.free = c.free && sent == 1
		return c.acknowledged(ctx)
	case atlassian.IsConflict(err) && sent == 1:
		return CreatedGroup{}, c.taken(ctx)
	case atlassian.IsConflict(err):
		// The name was free when the lost creation was sent: this is that group, or one that another person has made since.
		return c.afterLoss(ctx, 0)
	case sent == 1 && !atlassian.IsOutcomeUnknown(err):
		return CreatedGroup{}, err
	}
	return CreatedGroup{}, c.unidentified(true, err)
}

// groupCreation is the creation of one group.
type groupCreation struct {
	g                 *Groups
	d                 *directory
	name, description string
	// stale are the IDs of groups that the search still shows under the name, and that do not have it any more.
	stale map[string]bool
	// free is set as long as the only group that can have had the name lately is the new one.
	free bool
}

func (c *groupCreation) send(ctx context.Context) error {
	defer c.d.groupWatch.Expect()()
	return c.g.client.CreateGroup(ctx, c.g.id, c.d.id, atlassian.NewGroup{Name: c.name, Description: c.description})
}

func (c *groupCreation) unidentified(lost bool, err error) error {
	return &meaning.UnidentifiedError{DirectoryID: c.d.id, Name: c.name, Lost: lost, Err: err}
}

// taken is the refusal of a name that is taken. It has the ID to import the group by, where a search finds it.
func (c *groupCreation) taken(ctx context.Context) error {
	exists := &meaning.ExistsError{What: "a group named " + strconv.Quote(c.name), Name: c.name, ImportID: c.d.id + "/name:" + c.name}
	for found, err := range c.g.client.SearchGroups(ctx, c.g.id, c.d.id, atlassian.GroupSearch{GroupNames: []string{c.name}}) {
		if err == nil && !c.stale[found.ID] {
			exists.ImportID = GroupKey{c.d.id, found.ID}.String()
		}
		break
	}
	return exists
}

// errGone says that the group which the search showed is gone.
var errGone = errors.New("the group that the search showed does not exist")

// acknowledged waits for a group whose creation Atlassian has acknowledged. If the search does not show it in time, or it is gone,
// another person may have deleted it, and there is no point in waiting. Only the name shows that, so the creation is sent again: Atlassian
// refuses it if the group exists, and creates the group anew if not. It is not [reading.Settle]: no answer is lost, and a conflict is the
// answer to wait for, twice as long each time.
func (c *groupCreation) acknowledged(ctx context.Context) (CreatedGroup, error) {
	deletions := 0
	for wait := c.g.pace.Visible / 4; ; wait *= 2 {
		found, err := c.identify(ctx, wait)
		if err == nil {
			return CreatedGroup{Group: found, Again: deletions > 0}, nil
		}
		if !errors.Is(err, reading.ErrNotYet) && !errors.Is(err, errGone) {
			return CreatedGroup{}, c.unidentified(false, err)
		}
		c.free = false
		if deletions == maxCreations {
			return CreatedGroup{}, c.unidentified(false, fmt.Errorf("somebody deletes it: it was created %d times", maxCreations+1))
		}
		switch err := c.send(ctx); {
		case err == nil:
			deletions++
		case !atlassian.IsConflict(err) && !atlassian.IsOutcomeUnknown(err):
			return CreatedGroup{}, c.unidentified(false, err)
		}
	}
}

// afterLoss waits for a group whose creation may have happened, at most for a limit unless that is 0. It accepts a group of the name
// only if that group looks like a new one. Another person has made any other group in the meantime.
func (c *groupCreation) afterLoss(ctx context.Context, limit time.Duration) (CreatedGroup, error) {
	c.free = false
	for {
		found, err := c.identify(ctx, limit)
		switch {
		case errors.Is(err, errGone):
			continue
		case err != nil:
			return CreatedGroup{}, c.unidentified(true, err)
		case !c.isNew(found):
			return CreatedGroup{}, GroupExists(GroupKey{c.d.id, found.ID}, c.name)
		}
		return CreatedGroup{Group: found}, nil
	}
}

// isNew reports whether a group is as this creation would have left it: it has no members and no roles.
func (c *groupCreation) isNew(g Group) bool {
	return g.Description == c.description && !g.ExternalSynced && isZero(g.Users) && isZero(g.Resources)
}

// isZero reports whether a count is known and zero.
func isZero(count *int) bool { return count != nil && *count == 0 }

// identify waits until a created group can be found by its name, no longer than limit unless that is 0. The search may still show
// a deleted namesake, so what it finds is confirmed by its details, which do not lag. That is not needed for a group that is as the
// creation left it if the search showed none of that name before, and Atlassian has acknowledged the creation at the first try.
func (c *groupCreation) identify(ctx context.Context, limit time.Duration) (Group, error) {
	found, err := c.d.groupWatch.WaitAtMost(ctx, limit, strings.ToLower(c.name), func(g Group, ok bool) (bool, error) {
		if !ok || c.stale[g.ID] {
			return false, nil
		}
		_, there := c.d.groupList.Current(g)
		return there, nil
	})
	if err != nil {
		return Group{}, err
	}
	if c.free && c.isNew(found) {
		c.d.wroteGroup(found)
		return found, nil
	}
	confirmed, err := c.g.client.Group(ctx, c.g.id, c.d.id, found.ID)
	switch {
	case atlassian.IsNotFound(err), err == nil && !SameGroupName(confirmed.Name, c.name):
		c.stale[found.ID] = true
		return Group{}, errGone
	case err != nil:
		return Group{}, err
	}
	c.d.wroteGroup(confirmed)
	return confirmed, nil
}
