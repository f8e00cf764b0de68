// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

// item is a resource of a configuration, and what it means.
type item struct {
	lifecycle.Resource

	// wants are the facts that it asks for.
	wants facts
	// whole is a pattern at or below which there is, at a depth, nothing but what it wants.
	whole string
	depth int
	// owns are patterns of what it may change, also by its end.
	owns []string
	// ends are the facts after its end. An empty value stands for none; a fact that is not named stays as it is.
	ends facts
	// keys are the attributes by which an import finds it.
	keys []string
	// stays says that the configuration must not lose it: a protected account would lose something.
	stays bool
	// more checks what facts cannot say.
	more func(simulator.Organization) error
}

func (i *item) String() string { return fmt.Sprintf("%s %v", i.Address, i.Values) }

// configuration is items that do not contradict each other.
type configuration []item

func (c configuration) resources() []lifecycle.Resource {
	all := make([]lifecycle.Resource, len(c))
	for i := range c {
		all[i] = c[i].Resource
	}
	return all
}

func (c configuration) at(address string) *item {
	for i := range c {
		if c[i].Address == address {
			return &c[i]
		}
	}
	return nil
}

func (c configuration) String() string {
	lines := make([]string, len(c))
	for i := range c {
		lines[i] = "    " + c[i].String()
	}
	return strings.Join(lines, "\n")
}

// draft draws configurations.
type draft struct {
	random *rand.Rand
	// admins is whether the organization's admins are managed as a whole, ordered whether the order of levels is, and reviewed whether a
	// review decides on everybody: each excludes what would contradict it. Renames is whether groups can be changed.
	admins, ordered, reviewed, renames bool
}

func newDraft(random *rand.Rand) *draft {
	d := &draft{random: random}
	d.admins, d.ordered, d.reviewed, d.renames = d.chance(50), d.chance(50), d.chance(20), d.chance(50)
	return d
}

func (d *draft) chance(percent int) bool { return d.random.IntN(100) < percent }

// some draws some numbers out of a range, at least so many, in any order.
func (d *draft) some(from, to, least int) []int {
	all := make([]int, to-from+1)
	for i := range all {
		all[i] = from + i
	}
	d.random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:least+d.random.IntN(len(all)-least+1)]
}

func pick[T any](d *draft, of ...T) T { return of[d.random.IntN(len(of))] }

// next draws a configuration. Of each type, what the last one has may stay as it is.
func (d *draft) next(last configuration) configuration {
	var c configuration
	for _, kind := range sorted(kinds) {
		if len(last) > 0 && d.chance(40) {
			for _, one := range last {
				if one.Type == kind {
					c = append(c, one)
				}
			}
			continue
		}
		if d.chance(18) {
			c = append(c, kinds[kind](d)...)
		}
	}
	for _, one := range last {
		if one.stays && c.at(one.Address) == nil {
			c = append(c, one)
		}
	}
	if len(c) == 0 {
		return d.next(last)
	}
	for i := range c {
		c[i].CreateBeforeDestroy = d.chance(20)
	}
	return c
}

func resource(kind, name string, values map[string]any, keys ...string) item {
	return item{Resource: lifecycle.Resource{Address: kind + "." + name, Type: kind, Values: values}, wants: facts{}, ends: facts{}, keys: keys}
}

// owner makes an item the owner of an object, which goes with it.
func (i *item) owner(path string, wants facts) {
	i.owns = append(i.owns, path)
	i.wants[path], i.ends[path] = there, ""
	for name, value := range wants {
		i.wants[path+"/"+name] = value
	}
}

// relation makes an item the owner of a fact without a value, which goes with it.
func (i *item) relation(path string) {
	i.owns = append(i.owns, path)
	i.wants[path], i.ends[path] = there, ""
}

// people writes people as a configuration does: by address or by ID, in two lists.
func (d *draft) people(numbers []int) map[string]any {
	values := make(map[string]any)
	ids, emails := []any{}, []any{}
	byEmail := d.chance(50)
	for _, n := range numbers {
		if byEmail {
			emails = append(emails, simulated.Email(n))
		} else {
			ids = append(ids, simulated.AccountID(n))
		}
	}
	if byEmail {
		values["emails"] = emails
	} else {
		values["account_ids"] = ids
	}
	return values
}

// person writes one of them.
func (d *draft) person(n int) map[string]any {
	if d.chance(50) {
		return map[string]any{"email": simulated.Email(n)}
	}
	return map[string]any{"account_id": simulated.AccountID(n)}
}

func with(values, more map[string]any) map[string]any {
	maps.Copy(values, more)
	return values
}

func memberPath(group, person int) string {
	return "groups/" + simulated.GroupName(group) + "/members/" + simulated.Email(person)
}
