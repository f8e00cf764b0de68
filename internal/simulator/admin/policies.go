// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

type wirePolicyRule struct {
	In []string `json:"in"`
	// Unverified here: only the reference of the Control API has it.
	AllowMobileBypass *bool `json:"allowMobileBypass,omitempty"`
}

type wirePolicyResource struct {
	ID                string `json:"id"`
	ApplicationStatus string `json:"applicationStatus"`
	wirePolicyResourceChange
}

type wirePolicy struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Attributes struct {
		Type      string                `json:"type"`
		Name      string                `json:"name"`
		Status    string                `json:"status"`
		Rule      *wirePolicyRule       `json:"rule,omitempty"`
		Resources *[]wirePolicyResource `json:"resources,omitempty"`
	} `json:"attributes"`
}

type wirePolicyPage struct {
	wire.Page[wirePolicy]

	Meta struct {
		Next     *string `json:"next"`
		PageSize int     `json:"page_size"`
	} `json:"meta"`
}

// policyOperations are about the policies of the organization. None of them is an
// authentication policy.
func policyOperations(w *world.World) []*wire.Operation {
	return append([]*wire.Operation{
		{
			Method: "GET", Path: pathOrg + "/policies",
			Query: []wire.Parameter{{Name: "cursor"}, {Name: "type"}}, Serve: within(w, (*call).listPolicies, knownOrg),
			Family: wire.FamilyV1, Codes: codesV1,
			Lists: true, Live: livePolicies,
		},
		{
			Method: "GET", Path: pathOrg + "/policies/{policyId}",
			Serve:  within(w, (*call).getPolicy, knownOrg),
			Family: wire.FamilyV1, Codes: map[int]string{http.StatusNotFound: wire.CodeUnknownPolicy},
			Live: wire.LiveOne(livePolicy),
		},
	}, policyWrites(w)...)
}

// listPolicies gives a page of all policies, sorted by ID. Unverified: the order,
// and what a type that Atlassian does not know gives.
func (c *call) listPolicies() wire.Answer {
	at, err := c.Page(wire.PageSizeV1)
	if err != nil {
		return c.InvalidCursor()
	}

	asked, err := wire.Decode[struct {
		Type string `json:"type"`
	}](at.Query)
	if err != nil {
		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidSyntax, "Bad request", err.Error())
	}

	all := c.policies()
	if c.state.PolicyHabits.ListsNoResources {
		for i := range all {
			all[i].Attributes.Resources = nil
		}
	}

	all = slices.DeleteFunc(all, func(p wirePolicy) bool { return asked.Type != "" && p.Attributes.Type != asked.Type })
	page, next := wire.SlicePage(all, func(p wirePolicy) string { return p.ID }, at)

	form := wirePolicyPage{Page: wire.Page[wirePolicy]{Data: page, Links: c.AddressLinks(at, next)}}
	form.Meta.PageSize = len(page)

	if next != "" {
		form.Meta.Next = new(at.Next(next).String())
	}

	return wire.OK(form)
}

func (c *call) getPolicy() wire.Answer {
	id := c.PathValue("policyId")

	for _, policy := range c.policies() {
		if policy.ID == id {
			return wire.OK(wire.Data[wirePolicy]{Data: policy})
		}
	}

	return wire.Fail(http.StatusNotFound, wire.CodeUnknownPolicy, "Policy not found", "There is no policy "+id+" in this organization.")
}

// policies are all policies, sorted by ID. A data security policy has no rule
// here, because the only documented form of a rule cannot say what it does.
// Unverified: that it has this type and one of the two documented statuses.
func (c *call) policies() []wirePolicy {
	found := make([]wirePolicy, 0, len(c.state.OrganizationPolicies)+len(c.state.DataSecurity))

	for _, policy := range c.state.ShownOrganizationPolicies(c.now) {
		form := newOrganizationPolicy(policy)
		if c.state.PolicyHabits.HidesResources {
			form.Attributes.Resources = nil
		}

		found = append(found, form)
	}

	for _, policy := range c.state.DataSecurity {
		status := world.PolicyDisabled
		if policy.Status == world.DataSecurityActive {
			status = world.PolicyEnabled
		}

		found = append(found, newPolicy(policy.ID, world.PolicyDataSecurity, policy.Name, status))
	}

	slices.SortFunc(found, func(a, b wirePolicy) int { return cmp.Compare(a.ID, b.ID) })

	return found
}

func newOrganizationPolicy(policy world.OrganizationPolicy) wirePolicy {
	form := newPolicy(policy.ID, policy.Type, policy.Name, policy.Status)
	form.Attributes.Rule = &wirePolicyRule{append([]string{}, policy.In...), policy.AllowMobileBypass}

	resources := make([]wirePolicyResource, len(policy.Resources))
	for i, resource := range policy.Resources {
		resources[i] = wirePolicyResource{resource.ID, resource.ApplicationStatus, newResourceChange(resource)}
	}

	form.Attributes.Resources = &resources

	return form
}

func newPolicy(id, kind, name, status string) wirePolicy {
	form := wirePolicy{ID: id, Type: "policy"}
	form.Attributes.Type, form.Attributes.Name, form.Attributes.Status = kind, name, status

	return form
}

// livePolicies adds a policy of a type that no document has, whose rule is a list
// and which says nothing else. Others have seen such types and rules.
func livePolicies(whole any) {
	wire.LivePage(livePolicy)(whole)

	page, _ := whole.(wire.LiveObject)
	if links, _ := page["links"].(wire.LiveObject); links["next"] != nil {
		return
	}

	if policies, ok := page["data"].([]any); ok {
		page["data"] = append(policies, wire.LiveObject{
			"id": "ffffffff-3b7e-4c52-9d81-6a0f2e94c7d5", "type": "policy", "links": nil,
			"attributes": wire.LiveObject{"type": "generative-ai", "name": nil, "rule": []any{}, "resources": nil},
		})
	}
}

// livePolicy gives a policy the fields that others have seen. Unverified: which
// policy has which.
func livePolicy(_ int, policy wire.LiveObject) {
	if attributes, ok := policy["attributes"].(wire.LiveObject); ok {
		attributes["id"] = policy["id"]
		wire.OrNull(attributes, "createdAt", "updatedAt", "ownerId", "metadata", "queryData", "resources", "rule")

		resources, _ := attributes["resources"].([]any)
		for at, resource := range resources {
			if resource, ok := resource.(wire.LiveObject); ok {
				liveResource(at, resource)
			}
		}
	}
}

// liveResource gives every other end of a move the spelling that the Control API
// has, and shows what is not there as null. Unverified.
func liveResource(at int, resource wire.LiveObject) {
	wire.OrNull(resource, "links", "meta")

	meta, ok := resource["meta"].(wire.LiveObject)
	if !ok {
		return
	}

	wire.OrNull(meta, "scheduledDate", "migrationStartDateTime", "atlassianAccountId")

	if end, said := meta["migrationEndDataTime"]; said && at%2 == 0 {
		meta["migrationEndDateTime"] = end
		delete(meta, "migrationEndDataTime")
	}
}
