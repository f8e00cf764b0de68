// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
)

// pageSize is the most that a page of a v2 list or search holds.
const pageSize = 100

// How many values the searches document that a filter takes.
const (
	mostIDs       = 10
	mostResources = 20
	mostNames     = 100
	mostStatuses  = 4
)

func fullPages() url.Values { return url.Values{"limit": {strconv.Itoa(pageSize)}} }

func limitOrMost(limit int) int {
	if limit == 0 {
		return pageSize
	}
	return limit
}

// refusal says why Atlassian would refuse a search; nil where it would not.
func (s GroupSearch) refusal() error {
	return errors.Join(
		pageLimit(s.Limit),
		atMost("groupIds", s.GroupIDs, mostIDs), atMost("groupNames", s.GroupNames, mostNames), atMost("accountIds", s.AccountIDs, mostIDs),
		atMost("resourceIds", s.ResourceIDs, mostResources), atMost("roleIds", s.RoleIDs, mostIDs),
		notBoth("groupNames", len(s.GroupNames) > 0, "groupIds", len(s.GroupIDs) > 0),
		notBoth("groupNames", len(s.GroupNames) > 0, "searchTerm", s.SearchTerm != ""),
	)
}

// refusal says why Atlassian would refuse a search; nil where it would not.
func (s UserSearch) refusal() error {
	return errors.Join(
		pageLimit(s.Limit),
		atMost("accountIds", s.AccountIDs, mostIDs), atMost("groupIds", s.GroupIDs, mostIDs), atMost("roleIds", s.RoleIDs, mostIDs),
		atMost("emailDomains", s.EmailDomains, mostIDs), atMost("emails", s.Emails, mostNames),
		atMost("resourceIds", s.ResourceIDs, mostResources), atMost("status", s.Status, mostStatuses),
		notBoth("emails", len(s.Emails) > 0, "searchTerm", s.SearchTerm != ""),
	)
}

func pageLimit(limit int) error {
	if limit < 0 || limit > pageSize {
		return fmt.Errorf("a page cannot hold %d: Atlassian takes 1 to %d", limit, pageSize)
	}
	return nil
}

func atMost(field string, values []string, most int) error {
	if len(values) > most {
		return fmt.Errorf("%s holds %d values, and Atlassian takes at most %d: send several searches", field, len(values), most)
	}
	return nil
}

func notBoth(one string, hasOne bool, other string, hasOther bool) error {
	if hasOne && hasOther {
		return fmt.Errorf("%s and %s exclude each other: send only one of them", one, other)
	}
	return nil
}
