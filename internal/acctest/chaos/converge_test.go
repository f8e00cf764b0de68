// SPDX-License-Identifier: MPL-2.0

package chaos_test

import (
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/lifecycle"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
)

// maxApplies is how many applies may be needed once the trouble is over: the next one. One that ends with advice does not count, because a
// person has something to do before the next.
const maxApplies = 1

// maxAdvice is how often a person may have to follow the advice of an error meanwhile.
const maxAdvice = 8

// converge applies without trouble until the plan is empty, and insists that all is as it is configured.
func (c *chaos) converge(last, next configuration) {
	applies, advice := 0, 0
	var plan *lifecycle.Plan
	for len(c.failures) == 0 {
		var diagnostics protocol.Diagnostics
		plan, diagnostics = c.plan(next)
		followed := c.follow(next, diagnostics)
		if followed {
			if advice++; advice <= maxAdvice {
				continue
			}
		}
		if err := diagnostics.Err(); err != nil || followed {
			c.failed("a plan without trouble: %v", err)
			return
		}
		if plan.Empty() {
			break
		}
		if applies++; applies > maxApplies {
			c.failed("after %d apply, the plan is not empty: %v", maxApplies, plan.Actions())
			return
		}
		diagnostics = c.terraform.Apply(c.ctx, plan)
		c.said("apply", diagnostics)
		pass(2 * c.lag)
		if err := diagnostics.Err(); err != nil {
			if advice++; advice > maxAdvice || !c.follow(next, diagnostics) {
				c.failed("an apply without trouble: %v", err)
			}
			applies--
		}
	}
	if len(c.failures) > 0 {
		return
	}
	c.tally.applied(applies)
	c.settles(next, plan)
	c.look("in the end")
	c.compareWith(last, next)
	c.applied = next
	c.data(true)
}

// settles applies the empty plan, which keeps what its refresh has found, and insists that the next refresh finds the same. A plan that only
// refreshes calls anything else a difference, even private data that it shows nowhere.
func (c *chaos) settles(next configuration, empty *lifecycle.Plan) {
	c.said("apply", c.terraform.Apply(c.ctx, empty))
	again, diagnostics := c.plan(next)
	if err := diagnostics.Err(); err != nil {
		c.failed("a second plan without trouble: %v", err)
		return
	}
	for address, kept := range c.terraform.State {
		read := again.State[address]
		switch {
		case read == nil || read.Current == nil:
			c.failed("the second refresh finds that %s is gone", address)
		case !reflect.DeepEqual(kept.Current.State, read.Current.State):
			c.failed("the second refresh finds another %s: %+v, private %s, instead of %+v, private %s",
				address, read.Current.Values, read.Current.Private, kept.Current.Values, kept.Current.Private)
		}
	}
}

// compareWith insists that the organization is as it is configured, and that what the configuration no longer has is gone.
func (c *chaos) compareWith(last, next configuration) {
	now := c.now()
	for path, value := range c.wants {
		if now[path] != value {
			c.failed("in the end, %s is %q, not %q", path, now[path], value)
		}
	}
	for i := range next {
		for path := range now {
			if _, wanted := next[i].wants[path]; !wanted && under(path, next[i].whole) && depth(path) == next[i].depth {
				c.failed("in the end, %s is there, and %s does not list it", path, next[i].Address)
			}
		}
		if next[i].more != nil {
			if err := next[i].more(c.org.Simulator.Organization()); err != nil {
				c.failed("in the end: %v", err)
			}
		}
	}
	for _, one := range last {
		if next.at(one.Address) != nil {
			continue
		}
		for path, value := range one.ends {
			_, wanted := c.wants[path]
			made, others := c.others[path] // after the end
			if !wanted && now[path] != value && (!others || made != now[path]) {
				c.failed("in the end, %s is %q after the end of %s, not %q", path, now[path], one.Address, value)
			}
		}
	}
}

// importBlock is the block of an error about something that exists already.
var importBlock = regexp.MustCompile(`import \{\n\s*to = (\w+)\.[^\n]*\n\s*id = "([^"\n]*)"\n\}`)

// follow does what the errors and warnings of a run advise, and reports whether there was anything to do: see "An apply was interrupted" in the
// guide Troubleshooting. A warning is no less than an error here: a first plan cannot be sure, as the pages of the types say.
func (c *chaos) follow(next configuration, diagnostics protocol.Diagnostics) bool {
	followed := false
	for _, said := range slices.Concat(diagnostics.Errors(), diagnostics.Warnings()) {
		for _, found := range importBlock.FindAllStringSubmatch(said, -1) {
			followed = c.imports(next, found[1], found[2]) || followed
			followed = strings.Contains(said, "create_before_destroy is the cause") && c.destroysFirst(next, found[1]) || followed
		}
	}
	return followed
}

// destroysFirst takes create_before_destroy out of the resources of a type: two objects of one name cannot be there at once.
func (c *chaos) destroysFirst(next configuration, kind string) bool {
	changed := false
	for i := range next {
		if next[i].Type == kind && next[i].CreateBeforeDestroy {
			next[i].CreateBeforeDestroy, changed = false, true
		}
	}
	return changed
}

// imports imports an object to where the configuration has it. Terraform ignores an import block for an address that its state has, so what is
// gone is taken out of the state first, as the error says.
func (c *chaos) imports(next configuration, kind, id string) bool {
	c.server.Walk()
	state, diagnostics := c.server.ImportByID(kind, id)
	if err := diagnostics.Err(); err != nil {
		c.note("import of %s %s: %v", kind, id, err)
		return false
	}
	for i := range next {
		one := &next[i]
		if one.Type != kind || !c.matches(one, state) {
			continue
		}
		instance := c.terraform.State[one.Address]
		switch {
		case instance == nil:
			instance = &lifecycle.Instance{Deposed: map[int]*lifecycle.Object{}}
			c.terraform.State[one.Address] = instance
		case instance.Current != nil && !c.gone(one.Address, instance.Current):
			continue
		}
		c.note("imported %s as %s", id, one.Address)
		c.tally.imports.Add(1)
		instance.Current = &lifecycle.Object{State: state}
		return true
	}
	return false
}

// gone reports whether a refresh takes an object out of the state.
func (c *chaos) gone(address string, object *lifecycle.Object) bool {
	read, diagnostics := c.server.ReadResource(object.State)
	gone := read == nil && diagnostics.Err() == nil
	if gone {
		c.note("%s is gone, which a refresh alone takes out of the state", address)
	}
	return gone
}

// matches reports whether an imported object is the one that an item is about. An import may not fill in the address of a person.
func (c *chaos) matches(one *item, state *protocol.State) bool {
	return !slices.ContainsFunc(one.keys, func(key string) bool {
		written, found := text(one.Values[key]), text(state.Values[key])
		if key == "email" && written != "" && found == "" {
			written, found = c.org.Simulator.AccountID(written), text(state.Values["account_id"])
		}
		return written != "" && found != "" && !strings.EqualFold(written, found)
	})
}

func text(value any) string { one, _ := value.(string); return one }
