// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
)

// pageSize is the maximum page size of v2 lists and searches.
const pageSize = 100

// The documented maximum number of values in a filter of a search.
const (
	maxIDs       = 10
	maxResources = 20
	maxNames     = 100
	maxStatuses  = 4
	maxParts     = 3
)

func fullPages() url.Values { return url.Values{"limit": {strconv.Itoa(pageSize)}} }

func limitOrMax(limit int) int {
	if limit == 0 {
		return pageSize
	}
	return limit
}

// refusal is the reason why Atlassian would refuse the search. It is nil if it would not.
func (s GroupSearch) refusal() error {
	return errors.Join(
		pageLimit(s.Limit),
		maxValues("groupIds", s.GroupIDs, maxIDs), maxValues("groupNames", s.GroupNames, maxNames), maxValues("accountIds", s.AccountIDs, maxIDs),
		maxValues("resourceIds", s.ResourceIDs, maxResources), maxValues("roleIds", s.RoleIDs, maxIDs),
		notBoth("groupNames", len(s.GroupNames) > 0, "groupIds", len(s.GroupIDs) > 0),
		notBoth("groupNames", len(s.GroupNames) > 0, "searchTerm", s.SearchTerm != ""),
	)
}

// refusal is the reason why Atlassian would refuse the search. It is nil if it would not.
func (s UserSearch) refusal() error {
	return errors.Join(
		pageLimit(s.Limit),
		maxValues("accountIds", s.AccountIDs, maxIDs), maxValues("groupIds", s.GroupIDs, maxIDs), maxValues("roleIds", s.RoleIDs, maxIDs),
		maxValues("emailDomains", s.EmailDomains, maxIDs), maxValues("emails", s.Emails, maxNames),
		maxValues("resourceIds", s.ResourceIDs, maxResources), maxValues("status", s.Status, maxStatuses),
		maxValues("directoryIds", s.DirectoryIDs, maxIDs), maxValues("accountStatus", s.AccountStatus, maxParts),
		maxValues("membershipStatus", s.MembershipStatus, maxParts),
		notBoth("emails", len(s.Emails) > 0, "searchTerm", s.SearchTerm != ""),
	)
}

func pageLimit(limit int) error {
	if limit < 0 || limit > pageSize {
		return fmt.Errorf("a page cannot hold %d: Atlassian takes 1 to %d", limit, pageSize)
	}
	return nil
}

func maxValues(field string, values []string, limit int) error {
	if len(values) > limit {
		return fmt.Errorf("%s holds %d values, and Atlassian takes at most %d: send several searches", field, len(values), limit)
	}
	return nil
}

func notBoth(one string, hasOne bool, other string, hasOther bool) error {
	if hasOne && hasOther {
		return fmt.Errorf("%s and %s exclude each other: send only one of them", one, other)
	}
	return nil
}
