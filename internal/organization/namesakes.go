// SPDX-License-Identifier: MPL-2.0

package organization

import (
	"context"
	"strconv"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

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
func GroupExists(key GroupKey, name string) *ExistsError {
	return &ExistsError{What: "a group named " + strconv.Quote(name), Name: name, ImportID: key.String()}
}
