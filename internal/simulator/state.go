// SPDX-License-Identifier: MPL-2.0

package simulator

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// state is the organization as it is now. Simulator.mu guards it.
type state struct {
	id   string
	name string

	key       APIKey
	userToken UserAPIToken

	directories []Directory
	domains     []*domain
	workspaces  []Workspace
	seats       map[string]int
	groupUpdate bool // whether groups can be renamed by the API

	accounts  []*account // by seq
	byAccount map[string]*account
	byEmail   map[string]*account // without those that have no address
	sequence  int

	truth   *view
	index   *view // the same as truth where nothing lags
	lag     time.Duration
	pending []change
	made    map[groupName]int // how many groups of that name there have been

	policies []*authenticationPolicy // in order of appearance; one of them is the default
	tasks    map[string]*moveTask
	moves    []move        // still to happen, by due
	events   []*event      // by key
	logged   int           // how many events there have been
	actions  []EventAction // listed beside those that are recorded

	units bool // whether Units is rolled out

	apps            []*app            // in order of appearance
	uninstallations []*uninstallation // in order of appearance
	userRules       map[string]string // by cloud ID; what is missing is allow
	listings        []MarketplaceListing
}

// change waits for its way into the index.
type change struct {
	due   time.Time
	apply func(*view)
}

// change makes the change true, and lets the index follow after the lag.
func (s *state) change(now time.Time, apply func(*view)) {
	apply(s.truth)

	if s.index != s.truth {
		s.pending = append(s.pending, change{now.Add(s.lag), apply})
	}
}

// changeAtOnce makes a change visible everywhere. What was still on its way
// into the index arrives first, because it happened first.
func (s *state) changeAtOnce(apply func(*view)) {
	s.catchUp(len(s.pending))
	apply(s.truth)

	if s.index != s.truth {
		apply(s.index)
	}
}

// settle brings the index, and the tasks, to where they are at that time.
func (s *state) settle(now time.Time) {
	s.settleMoves(now)
	s.settleUninstallations(now)

	due := 0
	for due < len(s.pending) && !s.pending[due].due.After(now) {
		due++
	}

	s.catchUp(due)
}

func (s *state) catchUp(count int) {
	for _, pending := range s.pending[:count] {
		pending.apply(s.index)
	}

	s.pending = slices.Delete(s.pending, 0, count)
}

// directory finds a directory by ID or name; an empty reference is the first one.
func (s *state) directory(reference string) (Directory, bool) {
	if reference == "" {
		return s.directories[0], true
	}

	for _, directory := range s.directories {
		if directory.ID == reference || strings.EqualFold(directory.Name, reference) {
			return directory, true
		}
	}

	return Directory{}, false
}

// account finds an account by ID or email address.
func (s *state) account(reference string) (*account, bool) {
	if found, ok := s.byAccount[reference]; ok {
		return found, true
	}

	found, ok := s.byEmail[strings.ToLower(reference)]

	return found, ok
}

// group finds a group by ID, or by name in the first directory that has it.
func (s *state) group(reference string) (*groupView, bool) {
	if found, ok := s.truth.byID[reference]; ok {
		return found, true
	}

	for _, directory := range s.directories {
		if found, ok := s.truth.byName[groupName{directory.ID, strings.ToLower(reference)}]; ok {
			return found, true
		}
	}

	return nil, false
}

// newRecord describes a group to be made. A group made again under an old name
// has another ID.
func (s *state) newRecord(directoryID string, description Group) *groupRecord {
	record := &groupRecord{
		id:          description.ID,
		name:        description.Name,
		description: description.Description,
		directory:   directoryID,
		synced:      description.Synced,
		defaults:    description.Default,
		admin:       description.Admin,
	}

	name := record.groupName()
	if record.id == "" {
		record.id = derive(s.id, "group", directoryID, name.lower, strconv.Itoa(s.made[name]))
	}

	s.made[name]++
	record.key = record.sortKey()

	return record
}
