// SPDX-License-Identifier: MPL-2.0

package control

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

const (
	pathPolicies = "/admin/control/v2/orgs/{orgId}/policies"

	// pageSize is the page size. Unverified: Atlassian documents no number.
	pageSize = 25
)

type wireEffect struct {
	Effect    string `json:"effect"`
	SubjectID string `json:"subjectId,omitempty"`
}

type wireMetadata struct {
	PolicyCoverageLevel string  `json:"policyCoverageLevel"`
	Description         string  `json:"description"`
	HasHadCoverage      bool    `json:"hasHadCoverage"`
	SystemTag           *string `json:"systemTag"`
}

type wirePolicy struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Attributes any    `json:"attributes"`
}

type wireAllowlist struct {
	Type   string `json:"type"`
	Name   string `json:"name"`
	Status string `json:"status"`
	Rule   struct {
		In []string `json:"in"`
	} `json:"rule"`
}

type wireDataSecurity struct {
	ID        string                `json:"id"`
	OwnerID   string                `json:"ownerId"`
	Type      string                `json:"type"`
	Name      string                `json:"name"`
	Status    string                `json:"status"`
	QueryData *string               `json:"queryData"`
	Rule      map[string]wireEffect `json:"rule"`
	Metadata  wireMetadata          `json:"metadata"`
}

// wirePolicyPage has the size of the page twice, as a number and as a text.
type wirePolicyPage[T any] struct {
	Data []T `json:"data"`
	Meta struct {
		Next     *string `json:"next"`
		PageSize int     `json:"page_size"`
	} `json:"meta"`
	Links struct {
		wire.Links

		PageSize string `json:"page_size"`
	} `json:"links"`
}

// policyOperations are the reads of the second version. Atlassian has marked all
// of them as deprecated, and may disable them. A fault does so here.
func policyOperations(w *world.World) []*wire.Operation {
	return []*wire.Operation{
		{
			Method: "GET", Path: pathPolicies,
			Scope: "read:policies:admin",
			Query: []wire.Parameter{{Name: "cursor"}, {Name: "type", Enum: []string{world.PolicyIPAllowlist, world.PolicyDataResidency, world.PolicyDataSecurity}}},
			Serve: within(w, (*call).listPolicies), Family: wire.FamilyControl,
			Lists: true, Live: wire.LivePage(livePolicy),
		},
		{
			Method: "GET", Path: pathPolicy,
			Scope: "read:policies:admin",
			Serve: within(w, (*call).getPolicy), Family: wire.FamilyControl,
			Live: wire.LiveOne(livePolicy),
		},
	}
}

// listPolicies gives a page of the policies of one type, or of all. A deleted data
// security policy is in the list. Unverified: the order, and that the type may
// stand beside a cursor.
func (c *call) listPolicies() wire.Answer {
	at, err := c.Page(pageSize)
	if err != nil {
		return c.InvalidCursor()
	}

	policies := c.policies(c.Text("type"))
	page, next := wire.SlicePage(policies, func(p wirePolicy) string { return p.ID }, at)

	return wire.OK(newPage(c, page, at, next))
}

func newPage[T any](c *call, page []T, at wire.Cursor, next string) wirePolicyPage[T] {
	form := wirePolicyPage[T]{Data: page}
	form.Meta.PageSize = len(page)
	form.Links.Links = c.AddressLinks(at, next)
	form.Links.PageSize = strconv.Itoa(len(page))

	if next != "" {
		form.Meta.Next = new(at.Next(next).String())
	}

	return form
}

func (c *call) getPolicy() wire.Answer {
	id := c.PathValue("policyId")

	for _, policy := range c.policies("") {
		if policy.ID == id {
			return wire.OK(wire.Data[wirePolicy]{Data: policy})
		}
	}

	return wire.Fail(http.StatusNotFound, wire.CodeUnknownPolicy, "Policy not found", "There is no policy "+id+" in this organization.")
}

// policies are those of one type, or all, sorted by ID.
func (c *call) policies(kind string) []wirePolicy {
	found := []wirePolicy{}

	for _, policy := range c.state.OrganizationPolicies {
		if kind == "" || kind == policy.Type {
			attributes := wireAllowlist{Type: policy.Type, Name: policy.Name, Status: policy.Status}
			attributes.Rule.In = append([]string{}, policy.In...)
			found = append(found, wirePolicy{policy.ID, "policy", attributes})
		}
	}

	for _, policy := range c.state.ShownDataSecurity() {
		if kind == "" || kind == world.PolicyDataSecurity {
			found = append(found, wirePolicy{policy.ID, "policy", c.dataSecurity(policy)})
		}
	}

	slices.SortFunc(found, func(a, b wirePolicy) int { return cmp.Compare(a.ID, b.ID) })

	return found
}

func (c *call) dataSecurity(policy world.DataSecurityPolicy) wireDataSecurity {
	form := wireDataSecurity{
		ID: policy.ID, OwnerID: c.state.ID, Type: world.PolicyDataSecurity, Name: policy.Name, Status: policy.Status, Rule: map[string]wireEffect{},
		Metadata: wireMetadata{
			PolicyCoverageLevel: policy.Coverage, Description: policy.Description,
			HasHadCoverage: policy.Status == world.DataSecurityActive || policy.InForce != nil,
		},
	}

	for rule, effect := range policy.Rules {
		form.Rule[rule] = wireEffect{Effect: effect}
		if rule == "appAccess" {
			form.Rule[rule] = wireEffect{effect, policy.AppSubject}
		}
	}

	return form
}
