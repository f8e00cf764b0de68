// SPDX-License-Identifier: MPL-2.0

package organization

import "context"

// MembersOf is [Organization.Members] of a group that was listed a moment ago: where the listing counts nobody in it either, an
// empty answer needs no confirmation that there is such a group.
func (o *Organization) MembersOf(ctx context.Context, directoryID string, listed Group) ([]Account, error) {
	key := GroupKey{DirectoryID: directoryID, GroupID: listed.ID}
	if listed.Users == nil || *listed.Users > 0 {
		return o.Members(ctx, key)
	}
	return o.group(key).members.all(ctx)
}
