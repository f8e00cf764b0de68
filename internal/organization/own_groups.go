// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// ownGroups is what a run has seen of the groups that its own configuration holds already.
type ownGroups struct {
	mu sync.Mutex
	// refreshing is set once the run refreshes anything: then it plans, and does not apply.
	refreshing bool
	// held are groups whose state the run has refreshed.
	held map[GroupKey]bool
	// nameless are the names of groups whose state had no ID, because their creation was never confirmed.
	nameless map[groupName]bool
}

// groupName is a name within a directory, whatever its case.
type groupName struct{ directoryID, lower string }

func nameIn(directoryID, name string) groupName { return groupName{directoryID, strings.ToLower(name)} }

// Hold notes that the configuration holds a group already: its name is taken by itself, and not by somebody else's group.
func (o *Organization) Hold(key GroupKey) {
	o.own.mu.Lock()
	defer o.own.mu.Unlock()
	if o.own.held == nil {
		o.own.held = make(map[GroupKey]bool)
	}
	o.own.held[key] = true
}

// Holds tells whether the run has seen that the configuration holds a group.
func (o *Organization) Holds(key GroupKey) bool {
	o.own.mu.Lock()
	defer o.own.mu.Unlock()
	return o.own.held[key]
}

// Refresh notes that the run refreshes what the configuration holds. Only a run that plans does.
func (o *Organization) Refresh() {
	o.own.mu.Lock()
	defer o.own.mu.Unlock()
	o.own.refreshing = true
}

// Refreshes tells whether the run is known to refresh what the configuration holds. A run that plans, and whose configuration holds
// nothing yet, does not.
func (o *Organization) Refreshes() bool {
	o.own.mu.Lock()
	defer o.own.mu.Unlock()
	return o.own.refreshing
}

// HoldNameless notes that the configuration held a group whose ID nobody knows.
func (o *Organization) HoldNameless(directoryID, name string) {
	o.own.mu.Lock()
	defer o.own.mu.Unlock()
	if o.own.nameless == nil {
		o.own.nameless = make(map[groupName]bool)
	}
	o.own.nameless[nameIn(directoryID, name)] = true
}

// HoldsNameless tells whether the configuration held a group of a name whose ID nobody knows.
func (o *Organization) HoldsNameless(directoryID, name string) bool {
	o.own.mu.Lock()
	defer o.own.mu.Unlock()
	return o.own.nameless[nameIn(directoryID, name)]
}

// Namesake finds the group that has a name now. Names travel in batches; only what they find is confirmed, because the search may
// still show a group that was deleted or renamed a moment ago. The details do not.
func (o *Organization) Namesake(ctx context.Context, directoryID, name string) (Group, bool, error) {
	d := o.directories.get(directoryID)
	if shown, ok, err := d.groupsByName.get(ctx, strings.ToLower(name)); err == nil && ok && o.Holds(GroupKey{d.id, shown.ID}) && sameGroupName(shown.Name, name) {
		return shown, true, nil // the run has read it already
	}
	found, _, err := o.namesake(ctx, d, name)
	if err != nil || found == nil {
		return Group{}, false, err
	}
	return *found, true, nil
}

// namesake also returns the ID of a group that the search still shows under the name, and that does not have it any more.
func (o *Organization) namesake(ctx context.Context, d *directory, name string) (found *Group, stale string, err error) {
	shown, ok, err := d.groupsByName.get(ctx, strings.ToLower(name))
	if err != nil || !ok {
		return nil, "", err
	}
	confirmed, err := o.client.Group(ctx, o.id, d.id, shown.ID)
	switch {
	case atlassian.IsNotFound(err) || err == nil && !sameGroupName(confirmed.Name, name):
		return nil, shown.ID, nil
	case err != nil:
		return nil, "", err
	}
	return &confirmed, "", nil
}

// sameGroupName tells whether Atlassian takes two names for the same one.
func sameGroupName(a, b string) bool { return strings.EqualFold(a, b) }

// GroupExists is the refusal to adopt a group.
func GroupExists(key GroupKey, name string) *ExistsError {
	return &ExistsError{What: "a group named " + strconv.Quote(name), Name: name, ImportID: key.String()}
}
