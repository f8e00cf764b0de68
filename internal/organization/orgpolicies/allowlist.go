// SPDX-License-Identifier: MPL-2.0

package orgpolicies

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/orgpolicies/addresses"
)

// typeAllowlist is the type of an IP allowlist.
const typeAllowlist = "ip-allowlist"

// IPAllowlist is what the organization's IP allowlists come to.
type IPAllowlist struct {
	// State is [On] if every resource that an allowlist names is restricted to addresses. A product that no allowlist names is not
	// among them: see Resources.
	State State
	// Policies are the allowlists, sorted by name.
	Policies []AllowlistPolicy
	// Resources are all that the allowlists name, sorted by ID.
	Resources []AllowlistResource
	// Reasons say what is missing. Unclear says what could not be told. Both are sentences without a full stop.
	Reasons, Unclear []string
}

// AllowlistPolicy is an IP allowlist.
type AllowlistPolicy struct{ ID, Name, Status string }

// AllowlistResource is something that an IP allowlist names, such as a product on a site.
type AllowlistResource struct {
	// ID is an ARI.
	ID string
	// State is [On], [Applying], [Off] or [Unknown].
	State State
}

// IPAllowlist tells whether an IP allowlist is on, and for what. It costs the list of all policies, once for the run.
func (o *OrganizationPolicies) IPAllowlist(ctx context.Context) (IPAllowlist, error) {
	policies, err := o.List(ctx)
	if err != nil {
		return IPAllowlist{}, err
	}
	return newIPAllowlist(policies), nil
}

func newIPAllowlist(policies []Policy) IPAllowlist {
	var found IPAllowlist
	var reasons, unclear remarks
	resources := make(map[string]State)
	for _, policy := range sorted(slices.Clone(policies), func(p Policy) string { return p.Name }, func(p Policy) string { return p.ID }) {
		if !said(policy.Type, typeAllowlist) {
			continue
		}
		found.Policies = append(found.Policies, AllowlistPolicy{ID: policy.ID, Name: policy.Name, Status: policy.Status})
		restricts(policy, resources, &reasons, &unclear)
	}
	switch {
	case len(policies) == 0:
		unclear.add("Atlassian lists no policy of any type, although an organization always has one")
	case len(found.Policies) == 0:
		reasons.add("no policy of the organization is an IP allowlist")
	}
	count := make(map[State]int)
	for _, id := range slices.Sorted(maps.Keys(resources)) {
		if resources[id] == open {
			resources[id] = Off
		}
		found.Resources = append(found.Resources, AllowlistResource{ID: id, State: resources[id]})
		count[resources[id]]++
	}
	found.Reasons, found.Unclear = reasons, unclear
	switch {
	case count[On] > 0 && count[On] == len(resources) && len(unclear) == 0:
		found.State = On
	case count[On] > 0:
		found.State = Partial
	case len(unclear) > 0:
		found.State = Unknown
	case count[Applying] > 0:
		found.State = Applying
	default:
		found.State = Off
	}
	return found
}

// restricts notes what a policy does for each resource that it names.
func restricts(policy Policy, resources map[string]State, reasons, unclear *remarks) {
	who := named("IP allowlist", policy.Name, policy.ID)
	state := allows(policy, who, reasons, unclear)
	if !policy.Resources.Known {
		if state == open {
			unclear.add("%s does not say where it does so", who)
		} else if state != Off {
			unclear.add("%s does not say what it applies to", who)
		}
		return
	}
	if len(policy.Resources.List) == 0 && state != Off {
		reasons.add("%s applies to nothing", who)
	}
	own := make(map[string]State, len(policy.Resources.List))
	for _, resource := range policy.Resources.List {
		here := state
		if state == On {
			here = applied(resource, who, reasons, unclear)
		}
		if before, twice := own[resource.ID]; twice && before != here {
			unclear.add("%s names %s twice, with different statuses", who, atlassian.Word(resource.ID))
			here = Unknown
		}
		own[resource.ID] = here
	}
	delete(own, "")
	for id, here := range own {
		if before, known := resources[id]; known {
			here = better(before, here)
		}
		resources[id] = here
	}
}

// open is the state of a resource for which an allowlist that is enabled lets every address in. It becomes [Off] at the end.
const open State = -1

// better is the state of a resource that two policies name: what one of them lets in is in. Otherwise one that is on is enough, and
// what is not known may be on.
func better(one, other State) State {
	for _, state := range []State{open, On, Unknown, Applying} {
		if one == state || other == state {
			return state
		}
	}
	return Off
}

// applied is how far a policy that is on is applied to a resource.
func applied(resource atlassian.PolicyResource, who string, reasons, unclear *remarks) State {
	what := atlassian.Word(resource.ID)
	switch status := resource.ApplicationStatus; {
	case resource.ID == "":
		unclear.add("%s applies to a resource without an ID", who)
		return Unknown
	case said(status, "applied"):
		return On
	case said(status, "applying", "scheduled", "validating"):
		reasons.add("%s is not applied to %s yet: its status there is %s", who, what, atlassian.Word(status))
		return Applying
	case said(status, "removing", "failed"):
		reasons.add("%s is not applied to %s: its status there is %s", who, what, atlassian.Word(status))
		return Off
	case status == "":
		unclear.add("%s does not say whether it is applied to %s", who, what)
	default:
		unclear.add("%s has the status %s for %s, which is not known", who, atlassian.Word(status), what)
	}
	return Unknown
}

// allows tells whether a policy lets only some addresses in: it is [On], [open], [Off] or [Unknown].
func allows(policy Policy, who string, reasons, unclear *remarks) State {
	switch {
	case said(policy.Status, "disabled"):
		reasons.add("%s is disabled", who)
		return Off
	case policy.Status == "":
		unclear.add("%s does not say whether it is enabled", who)
		return Unknown
	case !said(policy.Status, "enabled"):
		unclear.add("%s has the status %s, which is not known", who, atlassian.Word(policy.Status))
		return Unknown
	}
	if len(policy.Rule.In) == 0 {
		unclear.add("%s has no rule that lists addresses", who)
		return Unknown
	}
	if _, others := addresses.ReadSet(policy.Rule.In); len(others) > 0 {
		unclear.add("%s allows %s, which is neither an address nor a block of addresses", who, atlassian.Quoted(others[0]))
		return Unknown
	}
	if whole := addresses.WholeFamilies(policy.Rule.In); len(whole) > 0 {
		reasons.add("%s lets every address of %s in", who, whole[0])
		return open
	}
	if bypass := policy.Rule.AllowMobileBypass; bypass != nil && *bypass {
		reasons.add("%s lets mobile apps in from every address", who)
		return open
	}
	if others := otherMembers(policy.Rule.Raw); len(others) > 0 {
		unclear.add("%s has a rule with %s, which is not known here", who, atlassian.Quoted(others[0]))
		return Unknown
	}
	return On
}

// otherMembers are the members of a rule that this package does not know, sorted: they may let others in. One that is null or false says
// nothing.
func otherMembers(raw string) []string {
	var rule map[string]any
	if json.Unmarshal([]byte(raw), &rule) != nil {
		return nil // then there are no addresses in it, either
	}
	var others []string
	for _, name := range slices.Sorted(maps.Keys(rule)) {
		value := rule[name]
		_, truth := value.(bool)
		if value != nil && value != false && name != "in" && (name != "allowMobileBypass" || !truth) {
			others = append(others, name)
		}
	}
	return others
}
