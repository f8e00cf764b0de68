// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"
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
	// AllowMobileBypass lets mobile apps in from every address. It is nil if the answer does not say. Unverified: only the reference of
	// the Control API has it.
	AllowMobileBypass *bool
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
	// Move is when the data of the resource moves.
	Move PolicyMove
	// AccountID is who asked for the move, and Ticket is where. Both may be empty.
	AccountID, Ticket string
}

// PolicyMove is when data moves. Atlassian documents texts, and no form of them.
type PolicyMove struct {
	// ScheduledDate, Start and End may be empty.
	ScheduledDate, Start, End string
	// OtherEnd is a second end that differs from the first, because this API spells it migrationEndDataTime and the Control API
	// migrationEndDateTime. It is never sent.
	OtherEnd string
}

type wireOrganizationPolicy struct {
	ID         string      `json:"id"`
	Type       looseString `json:"type"`
	Attributes struct {
		Type      string          `json:"type"`
		Name      looseString     `json:"name"`
		Status    looseString     `json:"status"`
		Rule      json.RawMessage `json:"rule"`
		Resources json.RawMessage `json:"resources"`
	} `json:"attributes"`
}

// complete refuses what says that it is no policy, a policy without an ID, and one without a type: it could be of any.
func (w *wireOrganizationPolicy) complete() error {
	if w.Type != "" && !strings.EqualFold(string(w.Type), "policy") {
		return fmt.Errorf("%s is of the type %s, and no policy", Word(w.ID), Word(string(w.Type)))
	}
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
	var bypass struct {
		Allow *bool `json:"allowMobileBypass"`
	}
	if json.Unmarshal(data, &bypass) == nil { // another form says nothing
		rule.AllowMobileBypass = bypass.Allow
	}
	return rule
}

// newPolicyResources never fails: resources of another form are not known.
func newPolicyResources(data json.RawMessage) PolicyResources {
	var wire []struct {
		ID                looseString     `json:"id"`
		ApplicationStatus looseString     `json:"applicationStatus"`
		Meta              json.RawMessage `json:"meta"`
		Links             json.RawMessage `json:"links"`
	}
	if len(data) == 0 || isNull(data) || json.Unmarshal(data, &wire) != nil {
		return PolicyResources{}
	}
	resources := PolicyResources{Known: true}
	for _, one := range wire {
		resource := PolicyResource{ID: string(one.ID), ApplicationStatus: string(one.ApplicationStatus)}
		resource.readMeta(one.Meta, one.Links)
		resources.List = append(resources.List, resource)
	}
	return resources
}

// readMeta reads what an answer says of a resource besides its status. What has another form says nothing.
func (r *PolicyResource) readMeta(meta, links json.RawMessage) {
	var said struct {
		AtlassianAccountID     looseString `json:"atlassianAccountId"`
		ScheduledDate          looseString `json:"scheduledDate"`
		MigrationStartDateTime looseString `json:"migrationStartDateTime"`
		MigrationEndDataTime   looseString `json:"migrationEndDataTime"`
		MigrationEndDateTime   looseString `json:"migrationEndDateTime"`
	}
	var linked struct {
		Ticket looseString `json:"ticket"`
	}
	if len(meta) > 0 {
		_ = json.Unmarshal(meta, &said)
	}
	if len(links) > 0 {
		_ = json.Unmarshal(links, &linked)
	}
	here, there := string(said.MigrationEndDataTime), string(said.MigrationEndDateTime)
	r.AccountID, r.Ticket = string(said.AtlassianAccountID), string(linked.Ticket)
	r.Move = PolicyMove{ScheduledDate: string(said.ScheduledDate), Start: string(said.MigrationStartDateTime), End: cmp.Or(here, there)}
	if there != "" && there != r.Move.End {
		r.Move.OtherEnd = there
	}
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
