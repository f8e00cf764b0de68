// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
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

// Groups are the groups of the organization's directories: their members and their roles, too.
type Groups struct{ *run }

// Get reads a group by its ID. Asked for one by one, groups travel in batches.
func (g *Groups) Get(ctx context.Context, key GroupKey) (Group, error) {
	d := g.inDirectory.Get(key.DirectoryID)
	found, ok, err := d.groupsByID.Get(ctx, key.GroupID)
	if err != nil {
		return Group{}, err
	}
	if ok {
		return found, nil
	}
	if own, written := d.groupsByID.OwnWrite(key.GroupID); written && !own.Found {
		return Group{}, groupNotFound(key)
	}
	// The search lags behind writes, so it cannot tell "gone" from "new". The details can.
	found, err = g.client.Group(ctx, g.id, key.DirectoryID, key.GroupID)
	if atlassian.IsNotFound(err) {
		return Group{}, groupNotFound(key)
	}
	return found, err
}

func groupNotFound(key GroupKey) error {
	return &NotFoundError{What: fmt.Sprintf("group %s of directory %s", key.GroupID, key.DirectoryID)}
}

// ByName finds a group by its exact name, in any case. Asked for one by one, names travel in batches.
func (g *Groups) ByName(ctx context.Context, directoryID, name string) (Group, error) {
	found, ok, err := g.inDirectory.Get(directoryID).groupsByName.Get(ctx, strings.ToLower(name))
	if err != nil {
		return Group{}, err
	}
	if !ok || !SameGroupName(found.Name, name) { // the run may have renamed it since
		return Group{}, &NotFoundError{What: fmt.Sprintf("group %q of directory %s", name, directoryID)}
	}
	return found, nil
}

// List lists the groups of a directory. Unfiltered, it is one read for the run.
func (g *Groups) List(ctx context.Context, directoryID string, filter GroupFilter) ([]Group, error) {
	d := g.inDirectory.Get(directoryID)
	if filter.empty() {
		return d.groupList.All(ctx)
	}
	return reading.Collect(g.Search(ctx, directoryID, filter))
}

// Search reads the groups of a directory page by page, each page only when the consumer wants more. Unlike
// [Groups.List] it shares nothing with other reads. It is for a caller that may stop early.
func (g *Groups) Search(ctx context.Context, directoryID string, filter GroupFilter) iter.Seq2[Group, error] {
	return g.client.SearchGroups(ctx, g.id, directoryID, atlassian.GroupSearch{
		SearchTerm: filter.SearchTerm, AccountIDs: filter.AccountIDs, ResourceIDs: filter.ResourceIDs, RoleIDs: filter.RoleIDs,
		ExpandCounts: true,
	})
}

// Delete deletes a group; one that is gone already is fine.
func (g *Groups) Delete(ctx context.Context, key GroupKey) error {
	err := g.client.DeleteGroup(ctx, g.id, key.DirectoryID, key.GroupID)
	if atlassian.IsOutcomeUnknown(err) {
		if _, readErr := g.client.Group(ctx, g.id, key.DirectoryID, key.GroupID); atlassian.IsNotFound(readErr) {
			err = nil
		}
	}
	if err != nil && !atlassian.IsNotFound(err) {
		return err
	}
	d := g.inDirectory.Get(key.DirectoryID)
	d.groupList.Removed(key.GroupID)
	d.groupsByID.Removed(key.GroupID)
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
// read is not refused: the write shows whether Atlassian refuses.
func (g *Groups) Changeable(ctx context.Context, key GroupKey) error {
	found, err := g.Get(ctx, key)
	if err == nil && found.ExternalSynced {
		return &SyncedGroupError{Group: found}
	}
	return nil
}
