// SPDX-License-Identifier: MPL-2.0

package organization

import "context"

// MembersOf is [Groups.Members] of a group that was listed a moment ago: if the listing counts no members either, an
// empty answer needs no check that the group exists.
func (g *Groups) MembersOf(ctx context.Context, directoryID string, listed Group) ([]Account, error) {
	key := GroupKey{DirectoryID: directoryID, GroupID: listed.ID}
	if listed.Users == nil || *listed.Users > 0 {
		return g.Members(ctx, key)
	}
	return g.group(key).members.All(ctx)
}
