// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
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
	return &meaning.NotFoundError{What: fmt.Sprintf("group %s of directory %s", key.GroupID, key.DirectoryID)}
}

// ByName finds a group by its exact name, in any case. Asked for one by one, names travel in batches.
func (g *Groups) ByName(ctx context.Context, directoryID, name string) (Group, error) {
	found, ok, err := g.inDirectory.Get(directoryID).groupsByName.Get(ctx, strings.ToLower(name))
	if err != nil {
		return Group{}, err
	}
	if !ok || !SameGroupName(found.Name, name) { // the run may have renamed it since
		return Group{}, &meaning.NotFoundError{What: fmt.Sprintf("group %q of directory %s", name, directoryID)}
	}
	return g.onlyOneNamed(ctx, directoryID, name, found)
}

// onlyOneNamed is the group that was found by a name, or a [SeveralGroupsError] if the searches of the run have shown several groups of
// this name. A search may still show a group that was deleted or renamed a moment ago, so their details decide.
func (g *Groups) onlyOneNamed(ctx context.Context, directoryID, name string, found Group) (Group, error) {
	ids := g.inDirectory.Get(directoryID).namesakes.of(name)
	if !slices.ContainsFunc(ids, func(id string) bool { return id != found.ID }) {
		return found, nil
	}
	var named []Group
	for _, id := range ids {
		group, err := g.client.Group(ctx, g.id, directoryID, id)
		switch {
		case atlassian.IsNotFound(err):
		case err != nil:
			return Group{}, err
		case SameGroupName(group.Name, name):
			named = append(named, group)
		}
	}
	switch len(named) {
	case 0:
		return found, nil // as with the only group of a name, which nothing confirms
	case 1:
		return named[0], nil
	}
	return Group{}, &SeveralGroupsError{Name: name, DirectoryID: directoryID, Groups: named}
}

// SeveralGroupsError says that several groups have a name.
type SeveralGroupsError struct {
	// Name is the name in question, and DirectoryID the directory of the groups.
	Name, DirectoryID string
	// Groups are those that have the name, in any case.
	Groups []Group
}

// Error lists the groups.
func (e *SeveralGroupsError) Error() string {
	choices := make([]string, len(e.Groups))
	for i, g := range e.Groups {
		choices[i] = fmt.Sprintf("%s (%s)", Word(g.ID), atlassian.Quoted(g.Name))
	}
	slices.Sort(choices)
	return fmt.Sprintf("%d groups of directory %s have the name %q, in which case does not matter, so the provider cannot tell which of them is meant: %s; use the ID of one of them instead of the name",
		len(e.Groups), e.DirectoryID, e.Name, strings.Join(choices, ", "))
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
	if err := g.spareMembers(ctx, key); err != nil {
		return err
	}
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
// answer alone proves nothing. A [meaning.NotVisibleError] beside a group is a success that the search does not show yet.
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
			return Group{}, &meaning.NotVisibleError{What: "the change of group " + key.GroupID, Err: err}
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
	invisible := &meaning.NotVisibleError{What: "the change of group " + key.GroupID}
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

// Namesake finds the group that has a name now. Look-ups of names share requests. It confirms a group that they find by its details,
// because the search may still show a group that was deleted or renamed a moment ago.
func (g *Groups) Namesake(ctx context.Context, directoryID, name string) (Group, bool, error) {
	d := g.inDirectory.Get(directoryID)
	if shown, ok, err := d.groupsByName.Get(ctx, strings.ToLower(name)); err == nil && ok && g.claims.Known(GroupSubject(GroupKey{d.id, shown.ID})) && SameGroupName(shown.Name, name) {
		return shown, true, nil // the run has read it already
	}
	found, _, err := g.namesake(ctx, d, name)
	if err != nil || found == nil {
		return Group{}, false, err
	}
	return *found, true, nil
}

// namesake also returns the ID of a group that the search still shows under the name, and that no longer has it.
func (g *Groups) namesake(ctx context.Context, d *directory, name string) (found *Group, stale string, err error) {
	shown, ok, err := d.groupsByName.Get(ctx, strings.ToLower(name))
	if err != nil || !ok {
		return nil, "", err
	}
	confirmed, err := g.client.Group(ctx, g.id, d.id, shown.ID)
	switch {
	case atlassian.IsNotFound(err) || err == nil && !SameGroupName(confirmed.Name, name):
		return nil, shown.ID, nil
	case err != nil:
		return nil, "", err
	}
	return &confirmed, "", nil
}

// SameGroupName reports whether Atlassian treats two names of groups as the same.
func SameGroupName(a, b string) bool { return strings.EqualFold(a, b) }

// GroupExists is the refusal to adopt a group.
func GroupExists(key GroupKey, name string) *meaning.ExistsError {
	return &meaning.ExistsError{What: "a group named " + strconv.Quote(name), Name: name, ImportID: key.String()}
}

// MembersOf is [Groups.Members] of a group that was listed a moment ago: if the listing counts no members either, an
// empty answer needs no check that the group exists.
func (g *Groups) MembersOf(ctx context.Context, directoryID string, listed Group) ([]Account, error) {
	key := GroupKey{DirectoryID: directoryID, GroupID: listed.ID}
	if listed.Users == nil || *listed.Users > 0 {
		return g.Members(ctx, key)
	}
	return g.group(key).members.All(ctx)
}
