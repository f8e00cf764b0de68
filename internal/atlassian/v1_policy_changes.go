// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"encoding/json"
	"net/http"
)

// PolicyContent is all of a policy that a request sets. A request always has all of it, because it is not known what Atlassian does
// with what a request leaves out.
type PolicyContent struct {
	// Type is "ip-allowlist" or "data-residency". It cannot change.
	Type string
	// Name is the name of the policy.
	Name string
	// Status is "enabled" or "disabled".
	Status string
	// In are the addresses, or the places, that the policy allows.
	In []string
	// AllowMobileBypass is not sent if it is nil, unless Rule has it.
	AllowMobileBypass *bool
	// Rule is the whole rule that the policy has so far, as JSON. What it has besides In and AllowMobileBypass is sent back. It may be
	// empty.
	Rule string
	// Resources are all that the policy applies to.
	Resources []PolicyResource
}

type wirePolicyLinks struct {
	Ticket string `json:"ticket,omitempty"`
}

type wirePolicyMeta struct {
	AtlassianAccountID     string `json:"atlassianAccountId,omitempty"`
	MigrationEndDataTime   string `json:"migrationEndDataTime,omitempty"` // sic
	MigrationStartDateTime string `json:"migrationStartDateTime,omitempty"`
	ScheduledDate          string `json:"scheduledDate,omitempty"`
}

type wirePolicyResource struct {
	ID    string           `json:"id,omitempty"`
	Links *wirePolicyLinks `json:"links,omitempty"`
	Meta  *wirePolicyMeta  `json:"meta,omitempty"`
}

func newWirePolicyResource(id string, resource PolicyResource) wirePolicyResource {
	w := wirePolicyResource{ID: id}
	if resource.Ticket != "" {
		w.Links = &wirePolicyLinks{resource.Ticket}
	}
	meta := wirePolicyMeta{resource.AccountID, resource.Move.End, resource.Move.Start, resource.Move.ScheduledDate}
	if meta != (wirePolicyMeta{}) {
		w.Meta = &meta
	}
	return w
}

type wirePolicyContent struct {
	Data struct {
		ID         string `json:"id,omitempty"`
		Type       string `json:"type"`
		Attributes struct {
			Type      string               `json:"type"`
			Name      string               `json:"name"`
			Status    string               `json:"status"`
			Rule      map[string]any       `json:"rule"`
			Resources []wirePolicyResource `json:"resources"`
		} `json:"attributes"`
	} `json:"data"`
}

func (c PolicyContent) body(id string) wirePolicyContent {
	var w wirePolicyContent
	w.Data.ID, w.Data.Type = id, "policy"
	attributes := &w.Data.Attributes
	attributes.Type, attributes.Name, attributes.Status, attributes.Rule = c.Type, c.Name, c.Status, c.rule()
	attributes.Resources = make([]wirePolicyResource, 0, len(c.Resources))
	for _, resource := range c.Resources {
		attributes.Resources = append(attributes.Resources, newWirePolicyResource(resource.ID, resource))
	}
	return w
}

// rule keeps what the rule has so far. A rule of another form cannot be kept.
func (c PolicyContent) rule() map[string]any {
	rule := make(map[string]any)
	var before map[string]json.RawMessage
	if json.Unmarshal([]byte(c.Rule), &before) == nil {
		for name, value := range before {
			if !isNull(value) {
				rule[name] = value
			}
		}
	}
	rule["in"] = append([]string{}, c.In...)
	if c.AllowMobileBypass != nil {
		rule["allowMobileBypass"] = *c.AllowMobileBypass
	}
	return rule
}

const (
	policyPath          = v1 + "/policies/{policyId}"
	policyResourcesPath = policyPath + "/resources"
)

// Nothing says that a name is unique, so a second request may create a second policy.
var createPolicy = documented(Operation{
	ID: "createPolicy", Method: http.MethodPost, Path: v1 + "/policies", Source: orgPoliciesPage, Repeat: Once, Success: http.StatusAccepted,
})

// CreateOrganizationPolicy creates a policy, which Atlassian applies to its resources later.
//
// POST /admin/v1/orgs/{orgId}/policies
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-policies/
func (c *Client) CreateOrganizationPolicy(ctx context.Context, organizationID string, content PolicyContent) (OrganizationPolicy, error) {
	return readOne(ctx, c, request{operation: createPolicy, elements: []string{organizationID}, body: content.body("")}, wireOrganizationPolicy.policy)
}

var updatePolicy = documented(Operation{
	ID: "updatePolicy", Method: http.MethodPut, Path: policyPath, Source: orgPoliciesPage, Repeat: Idempotent, Success: http.StatusAccepted,
})

// UpdateOrganizationPolicy replaces what a policy says. Unverified: whether it removes resources that the content leaves out. A read may
// show what was there before.
//
// PUT /admin/v1/orgs/{orgId}/policies/{policyId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-policies/
func (c *Client) UpdateOrganizationPolicy(ctx context.Context, organizationID, policyID string, content PolicyContent) (OrganizationPolicy, error) {
	return readOne(ctx, c, request{operation: updatePolicy, elements: []string{organizationID, policyID}, body: content.body(policyID)}, wireOrganizationPolicy.policy)
}

var deletePolicy = documented(Operation{
	ID: "deletePolicy", Method: http.MethodDelete, Path: policyPath, Source: orgPoliciesPage, Repeat: Idempotent, Success: http.StatusAccepted, Empty: true,
})

// DeleteOrganizationPolicy deletes a policy. Atlassian does so later.
//
// DELETE /admin/v1/orgs/{orgId}/policies/{policyId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-policies/
func (c *Client) DeleteOrganizationPolicy(ctx context.Context, organizationID, policyID string) error {
	return c.do(ctx, request{operation: deletePolicy, elements: []string{organizationID, policyID}}, nil)
}

// Nothing says what Atlassian does with a resource that is there already.
var addResourceToPolicy = documented(Operation{
	ID: "addResourceToPolicy", Method: http.MethodPost, Path: policyResourcesPath, Source: orgPoliciesPage, Repeat: Once, Success: http.StatusAccepted,
})

// AddPolicyResource adds a resource to a policy, which Atlassian applies to it later.
//
// POST /admin/v1/orgs/{orgId}/policies/{policyId}/resources
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-policies/
func (c *Client) AddPolicyResource(ctx context.Context, organizationID, policyID string, resource PolicyResource) (OrganizationPolicy, error) {
	r := request{operation: addResourceToPolicy, elements: []string{organizationID, policyID}, body: newWirePolicyResource(resource.ID, resource)}
	return readOne(ctx, c, r, wireOrganizationPolicy.policy)
}

var updatePolicyResource = documented(Operation{
	ID: "updatePolicyResource", Method: http.MethodPut, Path: policyResourcesPath + "/{resourceId}", Source: orgPoliciesPage,
	Repeat: Idempotent, Success: http.StatusAccepted,
})

// UpdatePolicyResource changes when the data of a resource moves. Unverified: that Atlassian applies the policy to the resource anew.
//
// PUT /admin/v1/orgs/{orgId}/policies/{policyId}/resources/{resourceId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-policies/
func (c *Client) UpdatePolicyResource(ctx context.Context, organizationID, policyID string, resource PolicyResource) (OrganizationPolicy, error) {
	r := request{operation: updatePolicyResource, elements: []string{organizationID, policyID, resource.ID}, body: newWirePolicyResource("", resource)}
	return readOne(ctx, c, r, wireOrganizationPolicy.policy)
}

var deletePolicyResource = documented(Operation{
	ID: "deletePolicyResource", Method: http.MethodDelete, Path: policyResourcesPath + "/{resourceId}", Source: orgPoliciesPage,
	Repeat: Idempotent, Success: http.StatusNoContent,
})

// RemovePolicyResource removes a resource from a policy. Atlassian does so later. The documented answer has a body, although its
// status 204 means that there is none, so it is not read.
//
// DELETE /admin/v1/orgs/{orgId}/policies/{policyId}/resources/{resourceId}
// https://developer.atlassian.com/cloud/admin/organization/rest/api-group-policies/
func (c *Client) RemovePolicyResource(ctx context.Context, organizationID, policyID, resourceID string) error {
	return c.do(ctx, request{operation: deletePolicyResource, elements: []string{organizationID, policyID, resourceID}}, nil)
}
