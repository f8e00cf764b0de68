// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/reading"
)

// Directory is a user directory of the organization.
type Directory = atlassian.Directory

// directory is what the run knows of one directory.
type directory struct {
	id string

	groupList    *reading.Listing[Group]
	groupsByID   *reading.Lookup[Group]
	groupsByName *reading.Lookup[Group]
	// groupWatch waits for created groups to be searchable; its keys are names in lower case.
	groupWatch *reading.Watch[string, Group]
	// namesakes has the groups that the look-ups of names cannot tell apart.
	namesakes namesakes

	accountLookups

	groups *reading.Registry[*group]
}

// namesakes are the IDs of the groups that searches have shown, by their names in lower case. Atlassian keeps names unique; where it does
// not, a look-up by name would answer with any one of them.
type namesakes struct {
	mu  sync.Mutex
	ids map[string][]string
}

// noted are the groups of a search as they are, noted on their way.
func (n *namesakes) noted(groups iter.Seq2[Group, error]) iter.Seq2[Group, error] {
	return func(yield func(Group, error) bool) {
		for g, err := range groups {
			if err == nil {
				n.note(g)
			}
			if !yield(g, err) {
				return
			}
		}
	}
}

func (n *namesakes) note(g Group) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ids == nil {
		n.ids = make(map[string][]string)
	}
	if key := strings.ToLower(g.Name); !slices.Contains(n.ids[key], g.ID) {
		n.ids[key] = append(n.ids[key], g.ID)
	}
}

// of are the IDs of the groups that have had a name.
func (n *namesakes) of(name string) []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.ids[strings.ToLower(name)])
}

// group is what the run knows of one group beyond its own properties.
type group struct {
	members    *reading.Listing[Account]
	memberByID *reading.Lookup[Account]
	// memberByEmail finds members of which a state knows only the address.
	memberByEmail *reading.Lookup[Account]
	memberWatch   *reading.Watch[string, Account]

	roles     *reading.Listing[GroupRole]
	roleWatch *reading.Watch[string, []RoleAssignment]
}

// Directories are the user directories of the organization.
type Directories struct {
	*run

	// configured is the directory that the configuration of the provider names; it may be empty.
	configured string
	list       reading.Shared[[]Directory]
}

// List lists the organization's directories, with one read for the run.
func (d *Directories) List(ctx context.Context) ([]Directory, error) {
	return d.list.Get(ctx, func(ctx context.Context) ([]Directory, error) {
		return reading.Collect(d.client.Directories(ctx, d.id))
	})
}

// Resolve settles which directory something is about: the one that is given, else the configured one, else the
// organization's only one. An organization with several needs one to be named.
func (d *Directories) Resolve(ctx context.Context, given string) (string, error) {
	if given != "" {
		return given, nil
	}
	if d.configured != "" {
		return d.configured, nil
	}
	all, err := d.List(ctx)
	if err != nil {
		return "", err
	}
	if len(all) != 1 {
		return "", &meaning.AmbiguousDirectoryError{Directories: all}
	}
	return all[0].ID, nil
}

// newDirectory connects the questions about a directory with the searches that answer them. Only this function and [run.newGroup] know
// which search answers which question, and how many keys it takes.
func (r *run) newDirectory(id string) *directory {
	d := &directory{id: id}

	searchGroups := func(ctx context.Context, search atlassian.GroupSearch) iter.Seq2[Group, error] {
		search.ExpandCounts = true
		return d.namesakes.noted(r.client.SearchGroups(ctx, r.id, id, search))
	}
	d.groupList = &reading.Listing[Group]{
		Key:      func(g Group) string { return g.ID },
		Pages:    func(ctx context.Context) iter.Seq2[Group, error] { return searchGroups(ctx, atlassian.GroupSearch{}) },
		Size:     countOrUnknown(func(ctx context.Context) (int, error) { return r.client.CountGroups(ctx, r.id, id) }),
		PageSize: pageSize, Whole: r.wholeLists,
	}
	d.groupsByID = reading.NewLookup(d.groupList, groupIDsPerSearch, r.pace.Ten, d.groupList.Key,
		onlyAsked("groups", d.groupList.Key, func(ctx context.Context, ids []string) iter.Seq2[Group, error] {
			return searchGroups(ctx, atlassian.GroupSearch{GroupIDs: ids})
		}))
	byName := func(ctx context.Context, names []string) iter.Seq2[Group, error] {
		return searchGroups(ctx, atlassian.GroupSearch{GroupNames: names})
	}
	d.groupsByName = reading.NewLookup(d.groupList, groupNamesPerSearch, r.pace.Company, func(g Group) string { return strings.ToLower(g.Name) }, byName)
	d.groupWatch = reading.NewWatch(r.waits.Pauses(), meaning.IsRefusal, reading.InChunks(groupNamesPerSearch, func(g Group) string { return strings.ToLower(g.Name) }, byName))

	d.accountLookups = r.newAccountLookups(id)

	d.groups = reading.NewRegistry(func(groupID string) *group { return r.newGroup(d, groupID) })
	return d
}

// newGroup does the same for the members and roles of one group.
func (r *run) newGroup(d *directory, groupID string) *group {
	g := &group{}
	accountID := func(a Account) string { return a.AccountID }
	members := onlyAsked("members of a group", accountID, func(ctx context.Context, accountIDs []string) iter.Seq2[Account, error] {
		return r.searchUsers(ctx, d.id, atlassian.UserSearch{GroupIDs: []string{groupID}, AccountIDs: accountIDs})
	})
	g.members = &reading.Listing[Account]{
		Key:   accountID,
		Pages: func(ctx context.Context) iter.Seq2[Account, error] { return members(ctx, nil) },
		Size: func(ctx context.Context) (int, bool) {
			// The group's own count costs a look-up that other groups share.
			found, ok, err := d.groupsByID.Get(ctx, groupID)
			if err != nil || !ok || found.Users == nil {
				return 0, false
			}
			return *found.Users, true
		},
		PageSize: pageSize, Whole: r.wholeLists,
	}
	g.memberByID = reading.NewLookup(g.members, accountIDsPerSearch, r.pace.Company, accountID, members)
	g.memberByEmail = reading.NewLookup(g.members, emailsPerSearch, r.pace.Company, func(a Account) string { return sameAddress(a.Email) },
		func(ctx context.Context, emails []string) iter.Seq2[Account, error] {
			return r.searchUsers(ctx, d.id, atlassian.UserSearch{GroupIDs: []string{groupID}, Emails: emails})
		})
	g.memberWatch = reading.NewWatch(r.waits.Pauses(), meaning.IsRefusal, func(ctx context.Context, accountIDs []string) (map[string]Account, error) {
		if len(accountIDs) > accountIDsPerSearch {
			// After a large change the whole group is the cheaper question.
			if before, ok := g.members.Size(ctx); ok && reading.RequestsFor(before+len(accountIDs), pageSize) < reading.RequestsFor(len(accountIDs), accountIDsPerSearch) {
				accountIDs = nil
			}
		}
		if accountIDs == nil {
			all, err := reading.Collect(members(ctx, nil))
			return reading.IndexBy(accountID, all), err
		}
		return reading.InChunks(accountIDsPerSearch, accountID, members)(ctx, accountIDs)
	})
	g.roles = &reading.Listing[GroupRole]{Key: GroupRole.String, Pages: r.searchRoles(GroupKey{d.id, groupID})}
	g.roleWatch = reading.NewWatch(r.waits.Pauses(), meaning.IsRefusal, func(ctx context.Context, keys []string) (map[string][]RoleAssignment, error) {
		roles, err := reading.Collect(r.client.GroupRoleAssignments(ctx, r.id, d.id, groupID))
		if err != nil {
			return nil, err
		}
		answer := make(map[string][]RoleAssignment, len(keys))
		for _, key := range keys { // every caller that waits for this group gets its whole list
			answer[key] = roles
		}
		return answer, nil
	})
	return g
}

// What one search takes, as documented for groups/search and users/search.
const (
	groupIDsPerSearch   = 10
	accountIDsPerSearch = 10
	groupNamesPerSearch = 100
	emailsPerSearch     = 100
)

// countOrUnknown turns a failing count into "unknown": a count only ever saves requests, so it must not fail a read.
func countOrUnknown(count func(context.Context) (int, error)) func(context.Context) (int, bool) {
	return func(ctx context.Context) (int, bool) {
		n, err := count(ctx)
		return n, err == nil
	}
}

// onlyAsked is a search by IDs that finds nothing else: see [reading.OnlyAsked].
func onlyAsked[V any](what string, idOf func(V) string, search reading.Search[V]) reading.Search[V] {
	return reading.OnlyAsked(idOf, func(id string) error { return &UnaskedError{What: what, ID: id} }, search)
}

// UnaskedError says that Atlassian answered a search by IDs with something else.
type UnaskedError struct {
	// What was searched, and the ID of what was found instead.
	What, ID string
}

// Error says that the answer says nothing.
func (e *UnaskedError) Error() string {
	return fmt.Sprintf("Atlassian answered a search for %s by ID with %q, which the search did not ask for, so the provider cannot tell which of them exist: try again, and report it if that does not help", e.What, e.ID)
}
