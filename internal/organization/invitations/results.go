// SPDX-License-Identifier: MPL-2.0

package invitations

import (
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// outcome sorts the results of one address. Failed is what was not given for all that the answer says: a result that is not a success, and
// what the answer has no result for. Refused reports whether the answer says for certain that the person got nothing.
func (i Invitation) outcome(results []Result) (failed []Result, refused bool) {
	given := 0
	for _, result := range results {
		if result.Given() {
			given++
		} else {
			failed = append(failed, result)
		}
	}
	unsaid := i.unsaid(results)
	refused = given == 0 && len(unsaid) == 0 && !slices.ContainsFunc(failed, func(r Result) bool { return !r.Refused() })
	return append(failed, unsaid...), refused
}

// unsaid are the groups and roles of the invitation that the results leave out. Where there are as many results as there should be, one of
// them may be the missing one in another spelling, or without a name, so nothing is left out.
func (i Invitation) unsaid(results []Result) (unsaid []Result) {
	nameless := func(r Result) bool { return r.GroupID == "" && r.Role == Role{} }
	groups := ofKind(results, func(r Result) bool { return r.GroupID != "" || nameless(r) })
	if len(groups) < len(i.Groups) {
		for _, id := range i.Groups {
			if !slices.ContainsFunc(groups, func(r Result) bool { return strings.EqualFold(r.GroupID, id) }) {
				unsaid = append(unsaid, Result{GroupID: id})
			}
		}
	}
	roles := ofKind(results, func(r Result) bool { return r.Role != Role{} || nameless(r) })
	if len(roles) < len(i.Roles) {
		for _, role := range i.Roles {
			if !slices.ContainsFunc(roles, func(r Result) bool { return sameRole(r.Role, role) }) {
				unsaid = append(unsaid, Result{Role: role})
			}
		}
	}
	return unsaid
}

func ofKind(results []Result, is func(Result) bool) []Result {
	return slices.DeleteFunc(slices.Clone(results), func(r Result) bool { return !is(r) })
}

func sameRole(a, b Role) bool {
	return strings.EqualFold(a.ResourceID, b.ResourceID) && strings.EqualFold(a.RoleID, b.RoleID)
}

// byAddress arranges an answer by address in lower case. An answer that names an address twice has the results of both: what one of them
// says that was not given was not given.
func byAddress(answers []atlassian.Invited) map[string]atlassian.Invited {
	found := make(map[string]atlassian.Invited, len(answers))
	for _, one := range answers {
		key := strings.ToLower(one.Email)
		if first, twice := found[key]; twice {
			if one.AccountID == "" {
				one.AccountID = first.AccountID
			}
			one.Results = slices.Concat(first.Results, one.Results)
		}
		found[key] = one
	}
	return found
}
