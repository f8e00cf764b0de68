// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
)

// The organization of a case: groups that configurations manage, one that none manages, people who are in none of them at
// first, and outsiders who are in all of them. The same people are in the default policy at first, and there are as many other policies as
// groups.
const (
	accessGroups    = 3
	accessPeople    = 6
	accessOutsiders = 2
	untouchedGroup  = accessGroups + 1
)

// relationType is a type that holds a relation of a group or of an authentication policy.
type relationType string

const (
	aMembership relationType = "atlassian_group_membership"
	allMembers  relationType = "atlassian_group_members"
	aRole       relationType = "atlassian_group_role_assignment"
	inPolicy    relationType = "atlassian_authentication_policy_members"
)

// accessPolicy is the ID of the nth policy that configurations put people into.
func accessPolicy(n int) string { return fmt.Sprintf("00000000-0000-4000-9000-%012d", n) }

func isPolicy(container string) bool { return strings.HasPrefix(container, "00000000-0000-4000-9000-") }

// accessRoles are what a group can be given. No configuration manages the last one: each group has it from the start.
var accessRoles = [][2]string{
	{"ari:cloud:confluence::site/" + simulated.CloudID(1), "atlassian/user"},
	{"ari:cloud:confluence::site/" + simulated.CloudID(1), "atlassian/admin"},
	{"ari:cloud:jira-software::site/" + simulated.CloudID(1), "atlassian/user"},
	{"ari:cloud:jira-software::site/" + simulated.CloudID(1), "atlassian/admin"},
}

// relation is a resource of a configuration.
type relation struct {
	kind    relationType
	name    string
	group   int   // or the policy
	people  []int // one of a membership
	role    int
	byEmail bool
	before  bool // create_before_destroy
	unknown []string
}

func (r relation) address() string { return string(r.kind) + "." + r.name }

func (r relation) String() string {
	what := fmt.Sprint(r.people)
	if r.kind == aRole {
		what = fmt.Sprintf("role %d", r.role)
	}
	return fmt.Sprintf("%s: group %d %s email=%t cbd=%t unknown=%v", r.address(), r.group, what, r.byEmail, r.before, r.unknown)
}

// accesses are what the relation gives.
func (r relation) accesses() []string {
	if r.kind == aRole {
		return []string{accessOfRole(r.container(), accessRoles[r.role])}
	}
	var all []string
	for _, person := range r.people {
		all = append(all, accessOfMember(r.container(), simulated.AccountID(person)))
	}
	return all
}

// container is the group or the policy.
func (r relation) container() string {
	if r.kind == inPolicy {
		return accessPolicy(r.group)
	}
	return simulated.GroupID(r.group)
}

// key is the attribute that names the container.
func (r relation) key() string {
	if r.kind == inPolicy {
		return "policy_id"
	}
	return "group_id"
}

// An access is written as "group member", "policy member" or "group resource role".
func accessOfMember(container, account string) string { return container + " " + account }

func accessOfRole(group string, role [2]string) string {
	return group + " " + role[0] + " " + role[1]
}

func containerOf(access string) string { return strings.Fields(access)[0] }

// roleOf reports whether an access is a role, and which.
func roleOf(access string) (role [2]string, is bool) {
	parts := strings.Fields(access)
	if len(parts) != 3 {
		return role, false
	}
	return [2]string{parts[1], parts[2]}, true
}

// stays are the beginnings of the warnings that an access is left.
func stays(access string) []string {
	group := containerOf(access)
	if isPolicy(group) {
		return []string{fmt.Sprintf("The people in policy %s stay in it", group)}
	}
	if role, is := roleOf(access); is {
		return []string{fmt.Sprintf("Group %s keeps role %s on %s", group, role[1], role[0])}
	}
	return []string{
		fmt.Sprintf("Account %s stays in group %s", strings.Fields(access)[1], group),
		fmt.Sprintf("The members of group %s stay in it", group),
	}
}

func (r relation) resource() lifecycle.Resource {
	values := map[string]any{r.key(): r.container()}
	if r.kind == inPolicy {
		values["fallback_policy_id"] = simulated.DefaultPolicyID
	}
	words := make([]any, len(r.people))
	for i, person := range r.people {
		words[i] = simulated.AccountID(person)
		if r.byEmail {
			words[i] = simulated.Email(person)
		}
	}
	if r.kind == aRole {
		values["resource_id"], values["role"] = accessRoles[r.role][0], accessRoles[r.role][1]
	} else {
		var value any = words
		if r.kind == aMembership {
			value = words[0]
		}
		values[r.who()] = value
	}
	return lifecycle.Resource{Address: r.address(), Type: string(r.kind), Values: values, Unknown: r.unknown, CreateBeforeDestroy: r.before}
}

// who is the attribute that names people.
func (r relation) who() string {
	name := map[bool]string{false: "account_id", true: "email"}[r.byEmail]
	if r.kind == allMembers || r.kind == inPolicy {
		name += "s"
	}
	return name
}

// configuration is relations that do not contradict each other.
type configuration []relation

func (c configuration) valid() bool {
	whole, single, seen, placed := make(map[int]bool), make(map[int]bool), make(map[string]bool), make(map[int]bool)
	for _, r := range c {
		if r.kind == inPolicy { // a person is in one policy only
			if len(r.people) == 0 || slices.ContainsFunc(r.people, func(person int) bool { return placed[person] }) {
				return false
			}
			for _, person := range r.people {
				placed[person] = true
			}
			continue
		}
		if r.kind == allMembers && (whole[r.group] || len(r.people) == 0) {
			return false
		}
		whole[r.group] = whole[r.group] || r.kind == allMembers
		single[r.group] = single[r.group] || r.kind == aMembership
		for _, access := range r.accesses() {
			if seen[access] {
				return false
			}
			seen[access] = true
		}
	}
	for group := range whole {
		if whole[group] && single[group] {
			return false
		}
	}
	return true
}

func (c configuration) accesses() map[string]bool {
	all := make(map[string]bool)
	for _, r := range c {
		for _, access := range r.accesses() {
			all[access] = true
		}
	}
	return all
}

// wholes are the groups of which all members are listed.
func (c configuration) wholes() map[string]bool {
	wholes := make(map[string]bool)
	for _, r := range c {
		if r.kind == allMembers {
			wholes[simulated.GroupID(r.group)] = true
		}
	}
	return wholes
}

func (c configuration) resources() []lifecycle.Resource {
	all := make([]lifecycle.Resource, len(c))
	for i, r := range c {
		all[i] = r.resource()
	}
	return all
}

func (c configuration) String() string {
	lines := make([]string, len(c))
	for i, r := range c {
		lines[i] = "    " + r.String()
	}
	return strings.Join(lines, "\n")
}

// draft draws configurations, one from the other.
type draft struct {
	random *rand.Rand
	names  int
}

func (d *draft) chance(percent int) bool { return d.random.IntN(100) < percent }
func (d *draft) group() int              { return 1 + d.random.IntN(accessGroups) }
func (d *draft) person() int             { return 1 + d.random.IntN(accessPeople) }

func (d *draft) crowd() []int {
	all := make([]int, accessPeople)
	for i := range all {
		all[i] = i + 1
	}
	d.random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:1+d.random.IntN(accessPeople-1)]
}

func (d *draft) fresh() string {
	d.names++
	return fmt.Sprintf("r%d", d.names)
}

func (d *draft) relation() relation {
	r := relation{name: d.fresh(), group: d.group(), byEmail: d.chance(50), before: d.chance(50)}
	switch d.random.IntN(4) {
	case 0:
		r.kind, r.people = aMembership, []int{d.person()}
	case 1:
		r.kind, r.people = allMembers, d.crowd()
	case 2:
		r.kind, r.people = inPolicy, d.crowd()
	default:
		r.kind, r.role, r.byEmail = aRole, d.random.IntN(len(accessRoles)-1), false
	}
	return r
}

// first draws the configuration that a case begins with.
func (d *draft) first() configuration {
	var c configuration
	for len(c) < 4 {
		if more := append(slices.Clone(c), d.relation()); more.valid() {
			c = more
		}
	}
	return c
}

// next draws what a configuration is changed to; it may stay the same.
func (d *draft) next(c configuration) configuration {
	for range d.random.IntN(4) {
		for range 5 {
			if other := d.changed(c); len(other) > 0 && other.valid() {
				c = other
				break
			}
		}
	}
	c = slices.Clone(c)
	for i := range c {
		c[i].unknown = nil
		if d.chance(20) {
			c[i].unknown = []string{c[i].key()}
		}
		if d.chance(7) && c[i].kind != aRole {
			c[i].unknown = append(c[i].unknown, c[i].who())
		}
		if d.chance(10) {
			c[i].before = !c[i].before
		}
	}
	return c
}

// changed changes one thing, which may contradict others.
func (d *draft) changed(c configuration) configuration {
	c = slices.Clone(c)
	at := d.random.IntN(len(c))
	one := &c[at]
	switch d.random.IntN(10) {
	case 0:
		one.name = d.fresh()
	case 1:
		one.group = d.group()
	case 2: // two change places
		other := &c[d.random.IntN(len(c))]
		one.group, other.group = other.group, one.group
	case 3:
		switch one.kind {
		case aMembership:
			one.people = []int{d.person()}
		case allMembers, inPolicy:
			one.people = d.crowd()
		case aRole:
			one.role = d.random.IntN(len(accessRoles) - 1)
		}
	case 4:
		return append(c, d.relation())
	case 5:
		return slices.Delete(c, at, at+1)
	case 6:
		if one.kind != aRole {
			one.byEmail = !one.byEmail
		}
	case 7: // another address takes what this one has, and this one takes something else
		other := *one
		other.name = d.fresh()
		one.group = d.group()
		return append(c, other)
	case 8: // another list takes over some of the people, in the same policy or in another one
		if one.kind == inPolicy && len(one.people) > 1 {
			other := *one
			other.name, other.byEmail = d.fresh(), d.chance(50)
			one.people, other.people = one.people[:1], one.people[1:]
			if d.chance(30) {
				other.group = d.group()
			}
			return append(c, other)
		}
	default:
		return d.exchanged(c, one.group)
	}
	return c
}

// exchanged makes memberships of a group the list of its members, or the other way round.
func (d *draft) exchanged(c configuration, group int) configuration {
	var people []int
	listed := false
	rest := slices.DeleteFunc(c, func(r relation) bool {
		if r.group != group || r.kind == aRole || r.kind == inPolicy {
			return false
		}
		people, listed = append(people, r.people...), r.kind == allMembers
		return true
	})
	switch {
	case len(people) == 0:
	case listed:
		for _, person := range people {
			rest = append(rest, relation{kind: aMembership, name: d.fresh(), group: group, people: []int{person}, byEmail: d.chance(50), before: d.chance(50)})
		}
	default:
		if other := d.person(); d.chance(30) && !slices.Contains(people, other) {
			people = append(people, other)
		}
		rest = append(rest, relation{kind: allMembers, name: d.fresh(), group: group, people: people, byEmail: d.chance(50), before: d.chance(50)})
	}
	return rest
}
