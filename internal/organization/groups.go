// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Group is a group of a directory. Users and Resources are nil where the counts are not known.
type Group = atlassian.Group

// GroupKey says which group is meant. Both parts are needed: writes do not take the "any directory" wildcard.
type GroupKey struct {
	// DirectoryID is the group's directory.
	DirectoryID string
	// GroupID is the group's ID, a bare UUID.
	GroupID string
}

// String is the key as an import ID.
func (k GroupKey) String() string { return k.DirectoryID + "/" + k.GroupID }

// GroupFilter narrows a listing of groups; empty fields do not filter.
type GroupFilter struct {
	// SearchTerm is looked for in the names.
	SearchTerm string
	// AccountIDs, ResourceIDs and RoleIDs take at most 10, 20 and 10 values.
	AccountIDs, ResourceIDs, RoleIDs []string
}

func (f GroupFilter) empty() bool {
	return f.SearchTerm == "" && len(f.AccountIDs)+len(f.ResourceIDs)+len(f.RoleIDs) == 0
}

// Group reads a group by its ID. Asked for one by one, groups travel in batches.
func (o *Organization) Group(ctx context.Context, key GroupKey) (Group, error) {
	d := o.directories.get(key.DirectoryID)
	found, ok, err := d.groupsByID.get(ctx, key.GroupID)
	if err != nil {
		return Group{}, err
	}
	if ok {
		return found, nil
	}
	if own, written := d.groupsByID.ownWrite(key.GroupID); written && !own.found {
		return Group{}, groupNotFound(key)
	}
	// The search lags behind writes, so it cannot tell "gone" from "new". The details can.
	found, err = o.client.Group(ctx, o.id, key.DirectoryID, key.GroupID)
	if atlassian.IsNotFound(err) {
		return Group{}, groupNotFound(key)
	}
	return found, err
}

func groupNotFound(key GroupKey) error {
	return &NotFoundError{What: fmt.Sprintf("group %s of directory %s", key.GroupID, key.DirectoryID)}
}

// GroupByName finds a group by its exact name, in any case. Asked for one by one, names travel in batches.
func (o *Organization) GroupByName(ctx context.Context, directoryID, name string) (Group, error) {
	found, ok, err := o.directories.get(directoryID).groupsByName.get(ctx, strings.ToLower(name))
	if err != nil {
		return Group{}, err
	}
	if !ok {
		return Group{}, &NotFoundError{What: fmt.Sprintf("group %q of directory %s", name, directoryID)}
	}
	return found, nil
}

// Groups lists the groups of a directory. Unfiltered, it is one read for the run.
func (o *Organization) Groups(ctx context.Context, directoryID string, filter GroupFilter) ([]Group, error) {
	d := o.directories.get(directoryID)
	if filter.empty() {
		return d.groupList.all(ctx)
	}
	return collect(o.SearchGroups(ctx, directoryID, filter))
}

// SearchGroups reads the groups of a directory page by page, each page only when the consumer wants more. Unlike
// [Organization.Groups] it shares nothing with other reads: it is for who may stop early.
func (o *Organization) SearchGroups(ctx context.Context, directoryID string, filter GroupFilter) iter.Seq2[Group, error] {
	return o.client.SearchGroups(ctx, o.id, directoryID, atlassian.GroupSearch{
		SearchTerm: filter.SearchTerm, AccountIDs: filter.AccountIDs, ResourceIDs: filter.ResourceIDs, RoleIDs: filter.RoleIDs,
		ExpandCounts: true,
	})
}

// lostCreations bounds how often a creation is sent again after its answer was lost and no group of that name appeared.
const lostCreations = 3

// CreateGroup creates a group and learns its ID. It never creates a second one: Atlassian keeps names unique, so where
// an answer was lost, the name decides. A group that existed before is an [ExistsError]; a group that was created, or
// may have been, but could not be identified is an [UnidentifiedError].
func (o *Organization) CreateGroup(ctx context.Context, directoryID, name, description string) (Group, error) {
	d := o.directories.get(directoryID)
	if before, taken, err := o.namesake(ctx, d, name); err != nil {
		return Group{}, err
	} else if taken {
		return Group{}, groupExistsAs(GroupKey{d.id, before.ID}.String(), name)
	}
	lost := false
	for try := 1; ; try++ {
		err := o.client.CreateGroup(ctx, o.id, directoryID, atlassian.NewGroup{Name: name, Description: description})
		switch {
		case err == nil:
			return o.identifyGroup(ctx, 0, d, name)
		case atlassian.IsConflict(err) && lost:
			// The name was free when the lost creation was sent: this is that group.
			return o.identifyGroup(ctx, 0, d, name)
		case atlassian.IsConflict(err):
			return Group{}, o.groupExists(ctx, d, name)
		case !atlassian.IsOutcomeUnknown(err) && lost:
			return Group{}, &UnidentifiedError{Name: name, Lost: true, Err: err}
		case !atlassian.IsOutcomeUnknown(err):
			return Group{}, err
		}
		// The answer was lost. If the group shows up by its name, it was made. If it does not within the time that the
		// search may lag, the creation is sent again: should it have been made after all, the unique name turns the
		// second one into a conflict, which tells us so without making anything.
		lost = true
		found, lookErr := o.identifyGroup(ctx, o.pace.Visible/4, d, name)
		if lookErr == nil {
			return found, nil
		}
		if ctx.Err() != nil || try == lostCreations {
			return Group{}, &UnidentifiedError{Name: name, Lost: true, Err: err}
		}
	}
}

// namesake finds the group that has a name already. It costs little, because names travel in batches, and it makes a
// lost answer decidable: without it, a group of that name could as well be somebody else's, adopted silently.
func (o *Organization) namesake(ctx context.Context, d *directory, name string) (Group, bool, error) {
	found, ok, err := d.groupsByName.get(ctx, strings.ToLower(name))
	if err != nil || !ok {
		return Group{}, false, err
	}
	// The search may still show a group that was deleted a moment ago, as in a replacement. Its details do not.
	confirmed, err := o.client.Group(ctx, o.id, d.id, found.ID)
	if atlassian.IsNotFound(err) {
		return Group{}, false, nil
	}
	return confirmed, err == nil, err
}

// identifyGroup waits until a created group can be found by its name, no longer than limit unless that is 0. The search may still show a deleted namesake, so
// what it finds is confirmed by its details, which do not lag.
func (o *Organization) identifyGroup(ctx context.Context, limit time.Duration, d *directory, name string) (Group, error) {
	stale := make(map[string]bool)
	for {
		found, err := d.groupWatch.waitAtMost(ctx, limit, strings.ToLower(name), func(g Group, ok bool) (bool, error) {
			return ok && !stale[g.ID], nil
		})
		if err != nil {
			return Group{}, &UnidentifiedError{Name: name, Err: err}
		}
		confirmed, err := o.client.Group(ctx, o.id, d.id, found.ID)
		switch {
		case atlassian.IsNotFound(err):
			stale[found.ID] = true
			continue
		case err != nil:
			return Group{}, &UnidentifiedError{Name: name, Err: err}
		}
		d.groupList.wrote(confirmed)
		d.groupsByID.wrote(confirmed)
		d.groupsByName.wrote(confirmed)
		return confirmed, nil
	}
}

// groupExists words the refusal to adopt a group, with the ID to import it by where that can be learnt.
func (o *Organization) groupExists(ctx context.Context, d *directory, name string) error {
	importID := d.id + "/name:" + name
	for found, err := range o.client.SearchGroups(ctx, o.id, d.id, atlassian.GroupSearch{GroupNames: []string{name}}) {
		if err == nil {
			importID = GroupKey{d.id, found.ID}.String()
		}
		break
	}
	return groupExistsAs(importID, name)
}

func groupExistsAs(importID, name string) error {
	return &ExistsError{What: fmt.Sprintf("a group named %q", name), ImportID: importID}
}

// DeleteGroup deletes a group; one that is gone already is fine.
func (o *Organization) DeleteGroup(ctx context.Context, key GroupKey) error {
	err := o.client.DeleteGroup(ctx, o.id, key.DirectoryID, key.GroupID)
	if atlassian.IsOutcomeUnknown(err) {
		if _, readErr := o.client.Group(ctx, o.id, key.DirectoryID, key.GroupID); atlassian.IsNotFound(readErr) {
			err = nil
		}
	}
	if err != nil && !atlassian.IsNotFound(err) {
		return err
	}
	d := o.directories.get(key.DirectoryID)
	d.groupList.removed(key.GroupID)
	d.groupsByID.removed(key.GroupID)
	return nil
}

// IsSynced reports whether an error says that a group is managed by an identity provider.
func IsSynced(err error) bool {
	var synced *SyncedGroupError
	return errors.As(err, &synced)
}

// SyncedGroupError says that a group cannot be changed here, because an identity provider keeps it.
type SyncedGroupError struct {
	// Group is the group in question.
	Group Group
}

// Error says where the group is to be changed.
func (e *SyncedGroupError) Error() string {
	return fmt.Sprintf("group %q is synced from an identity provider (managed by %q), and Atlassian refuses changes to it and its members; "+
		"change it in the identity provider", e.Group.Name, e.Group.ManagedBy)
}

// Changeable returns a [SyncedGroupError] for a group that Atlassian would refuse to change. A group that cannot be
// read is not refused: the write will tell.
func (o *Organization) Changeable(ctx context.Context, key GroupKey) error {
	found, err := o.Group(ctx, key)
	if err == nil && found.ExternalSynced {
		return &SyncedGroupError{Group: found}
	}
	return nil
}
