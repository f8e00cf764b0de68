// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
)

const orgPoliciesPage = organizationPages + "api-group-policies/"

// OrganizationPolicy is a policy of an organization, such as an IP allowlist. It is never an authentication policy.
type OrganizationPolicy struct {
	// ID is opaque.
	ID string
	// Name may be empty.
	Name string
	// Type is "ip-allowlist", "data-residency" or "data-security". Live answers have more types.
	Type string
	// Status is "enabled" or "disabled". It is empty if the answer does not say.
	Status string
	// Rule is what the policy says.
	Rule PolicyRule
	// Resources are what the policy applies to, and whether the answer says so.
	Resources PolicyResources
}

// PolicyRule is the rule of a policy. Only the rules of IP allowlists and of data residency are documented. Others have seen rules of
// many forms in live answers.
type PolicyRule struct {
	// In are the values that the rule allows. It is nil if the rule has another form, and empty if it allows none.
	In []string
	// Raw is the whole rule, as JSON. It is empty if the answer has none.
	Raw string
}

// PolicyResources are what a policy applies to.
type PolicyResources struct {
	// Known is false if the answer lists no resources, which does not mean that there are none.
	Known bool
	// List may be empty.
	List []PolicyResource
}

// PolicyResource is something that a policy applies to.
type PolicyResource struct {
	// ID is an ARI. It may be empty.
	ID string
	// ApplicationStatus is "applying", "applied", "removing", "failed" or "scheduled". It may be empty, and Atlassian may add statuses.
	ApplicationStatus string
}

type wireOrganizationPolicy struct {
	ID         string `json:"id"`
	Attributes struct {
		Type      string          `json:"type"`
		Name      looseString     `json:"name"`
		Status    looseString     `json:"status"`
		Rule      json.RawMessage `json:"rule"`
		Resources json.RawMessage `json:"resources"`
	} `json:"attributes"`
}

// complete refuses a policy without an ID, and one without a type: it could be of any.
func (w *wireOrganizationPolicy) complete() error {
	return knownPolicy(w.ID, w.Attributes.Type)
}

// knownPolicy refuses a policy without an ID or a type.
func knownPolicy(id, policyType string) error {
	if id == "" {
		return errors.New("a policy has no ID")
	}
	if policyType == "" {
		return fmt.Errorf("policy %s has no type", Word(id))
	}
	return nil
}

func (w wireOrganizationPolicy) policy() OrganizationPolicy {
	return OrganizationPolicy{
		ID: w.ID, Type: w.Attributes.Type, Name: string(w.Attributes.Name), Status: string(w.Attributes.Status),
		Rule: newPolicyRule(w.Attributes.Rule), Resources: newPolicyResources(w.Attributes.Resources),
	}
}

// newPolicyRule reads the one documented form of a rule. Every other form is kept as it came.
func newPolicyRule(data json.RawMessage) PolicyRule {
	if len(data) == 0 || isNull(data) {
		return PolicyRule{}
	}
	rule := PolicyRule{Raw: string(bytes.TrimSpace(data))}
	var known struct {
		In []*string `json:"in"`
	}
	if json.Unmarshal(data, &known) != nil || known.In == nil {
		return rule
	}
	in := make([]string, 0, len(known.In))
	for _, value := range known.In {
		if value == nil {
			return rule
		}
		in = append(in, *value)
	}
	rule.In = in
	return rule
}

// newPolicyResources never fails: resources of another form are not known.
func newPolicyResources(data json.RawMessage) PolicyResources {
	var wire []struct {
		ID                looseString `json:"id"`
		ApplicationStatus looseString `json:"applicationStatus"`
	}
	if len(data) == 0 || isNull(data) || json.Unmarshal(data, &wire) != nil {
		return PolicyResources{}
	}
	resources := PolicyResources{Known: true}
	for _, one := range wire {
		resources.List = append(resources.List, PolicyResource{ID: string(one.ID), ApplicationStatus: string(one.ApplicationStatus)})
	}
	return resources
}

var getPolicies = documented(Operation{ID: "getPolicies", Method: http.MethodGet, Path: v1 + "/policies", Source: orgPoliciesPage})

// OrganizationPolicies lists the policies of the organization, of all types. Others have seen that the list is never empty.
//
// GET /admin/v1/orgs/{orgId}/policies; the size of a page cannot be chosen
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-policies/
func (c *Client) OrganizationPolicies(ctx context.Context, organizationID string) iter.Seq2[OrganizationPolicy, error] {
	first := request{operation: getPolicies, elements: []string{organizationID}}
	return pagesOf(ctx, c, first, byQuery(first), wireOrganizationPolicy.policy, func(p OrganizationPolicy) string { return p.ID })
}

var getPolicyByID = documented(Operation{ID: "getPolicyById", Method: http.MethodGet, Path: v1 + "/policies/{policyId}", Source: orgPoliciesPage})

// OrganizationPolicy reads a policy.
//
// GET /admin/v1/orgs/{orgId}/policies/{policyId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-policies/
func (c *Client) OrganizationPolicy(ctx context.Context, organizationID, policyID string) (OrganizationPolicy, error) {
	return readOne(ctx, c, request{operation: getPolicyByID, elements: []string{organizationID, policyID}}, wireOrganizationPolicy.policy)
}
