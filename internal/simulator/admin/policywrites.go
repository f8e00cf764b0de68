// SPDX-License-Identifier: MPL-2.0

package admin

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

const (
	pathPolicy   = pathOrg + "/policies/{policyId}"
	pathAttached = pathPolicy + "/resources"
)

// wirePolicyResourceChange is what a request can say about a resource. This API
// spells the end of a move migrationEndDataTime, and the Control API
// migrationEndDateTime.
type wirePolicyResourceChange struct {
	Links *wirePolicyLinks `json:"links,omitempty"`
	Meta  *wirePolicyMeta  `json:"meta,omitempty"`
}

type wirePolicyLinks struct {
	Ticket string `json:"ticket,omitempty"`
}

type wirePolicyMeta struct {
	AtlassianAccountID     string `json:"atlassianAccountId,omitempty"`
	MigrationEndDataTime   string `json:"migrationEndDataTime,omitempty"`
	MigrationStartDateTime string `json:"migrationStartDateTime,omitempty"`
	ScheduledDate          string `json:"scheduledDate,omitempty"`
}

func newResourceChange(resource world.PolicyResource) wirePolicyResourceChange {
	var form wirePolicyResourceChange

	if resource.Ticket != "" {
		form.Links = &wirePolicyLinks{resource.Ticket}
	}

	meta := wirePolicyMeta{resource.AccountID, resource.MigrationEnd, resource.MigrationStart, resource.ScheduledDate}
	if meta != (wirePolicyMeta{}) {
		form.Meta = &meta
	}

	return form
}

func (r wirePolicyResourceChange) resource(id string) world.PolicyResource {
	resource := world.PolicyResource{ID: id}

	if r.Links != nil {
		resource.Ticket = r.Links.Ticket
	}

	if r.Meta != nil {
		resource.AccountID, resource.ScheduledDate = r.Meta.AtlassianAccountID, r.Meta.ScheduledDate
		resource.MigrationStart, resource.MigrationEnd = r.Meta.MigrationStartDateTime, r.Meta.MigrationEndDataTime
	}

	return resource
}

// policyWrites are the operations that change a policy, each of which is applied
// later. Atlassian documents no scope for them.
func policyWrites(w *world.World) []*wire.Operation {
	attached := []wire.Parameter{{Name: "id", Required: true}, {Name: "links", Kind: wire.KindAny}, {Name: "meta", Kind: wire.KindAny}}
	unknown := map[int]string{http.StatusBadRequest: wire.CodeInvalidResource, http.StatusNotFound: wire.CodeUnknownPolicy}

	return []*wire.Operation{
		{
			Method: "POST", Path: pathOrg + "/policies",
			Change: true,
			Body:   []wire.Parameter{{Name: "data", Kind: wire.KindAny, Required: true}},
			Serve:  within(w, (*call).createPolicy, knownOrg), Family: wire.FamilyV1, Codes: unknown,
			Live: wire.LiveOne(livePolicy),
		},
		{
			Method: "PUT", Path: pathPolicy,
			Change: true,
			Body:   []wire.Parameter{{Name: "data", Kind: wire.KindAny, Required: true}},
			Serve:  within(w, (*call).updatePolicy, knownOrg), Family: wire.FamilyV1, Codes: unknown,
			Live: wire.LiveOne(livePolicy),
		},
		{
			Method: "DELETE", Path: pathPolicy,
			Change: true,
			Serve:  within(w, (*call).deletePolicy, knownOrg), Family: wire.FamilyV1, Codes: unknown,
		},
		{
			Method: "POST", Path: pathAttached,
			Change: true,
			Body:   attached,
			Serve:  within(w, (*call).addPolicyResource, knownOrg), Family: wire.FamilyV1, Codes: unknown,
			Live: wire.LiveOne(livePolicy),
		},
		{
			Method: "PUT", Path: pathAttached + "/{resourceId}",
			Change: true,
			Body:   attached[1:],
			Serve:  within(w, (*call).updatePolicyResource, knownOrg), Family: wire.FamilyV1, Codes: unknown,
			Live: wire.LiveOne(livePolicy),
		},
		{
			Method: "DELETE", Path: pathAttached + "/{resourceId}",
			Change: true,
			Serve:  within(w, (*call).deletePolicyResource, knownOrg), Family: wire.FamilyV1, Codes: unknown,
		},
		{
			// It reads like a read, and has a side effect.
			Method: "GET", Path: pathPolicy + "/validate",
			Serve: within(w, (*call).validatePolicy, knownOrg), Family: wire.FamilyV1,
			Codes: map[int]string{http.StatusBadRequest: wire.CodeInvalidPolicy, http.StatusInternalServerError: wire.CodeInvalidPolicy},
		},
	}
}

// wirePolicyInput is a policy in a request. Nil is what the request leaves out.
type wirePolicyInput struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Attributes *struct {
		Type      string          `json:"type"`
		Name      *string         `json:"name"`
		Status    *string         `json:"status"`
		Rule      *wirePolicyRule `json:"rule"`
		Resources []struct {
			ID string `json:"id"`
			wirePolicyResourceChange
		} `json:"resources"`
	} `json:"attributes"`
}

// invalidPolicy is the answer to a policy that Atlassian does not accept.
func invalidPolicy(problem string) *wire.Answer {
	return new(wire.Fail(http.StatusBadRequest, wire.CodeInvalidResource, "Invalid resource", problem))
}

// strictly decodes a part of the body. Unlike the other checks of a request, it
// looks into it.
func (c *call) strictly(name string, into any) *wire.Answer {
	given, has := c.Values[name]
	if !has {
		return nil
	}

	decoder := json.NewDecoder(bytes.NewReader(given))
	decoder.DisallowUnknownFields()

	if err := decoder.Decode(into); err != nil {
		c.Violate(name + ": " + err.Error())

		return invalidPolicy(name + ": " + err.Error())
	}

	return nil
}

// policyInput is the policy of the body.
func (c *call) policyInput() (policy world.OrganizationPolicy, input wirePolicyInput, refusal *wire.Answer) {
	if refusal := c.strictly("data", &input); refusal != nil {
		return policy, input, refusal
	}

	given := input.Attributes
	if input.Type != "policy" || given == nil || given.Type == "" {
		c.Violate("data.type must be policy, and data.attributes.type is required")

		return policy, input, invalidPolicy("data.type must be policy, and data.attributes.type is required")
	}

	policy = world.OrganizationPolicy{Type: given.Type}
	if given.Name != nil {
		policy.Name = *given.Name
	}

	if given.Status != nil {
		policy.Status = *given.Status
	}

	if given.Rule != nil {
		policy.In, policy.AllowMobileBypass = given.Rule.In, given.Rule.AllowMobileBypass
	}

	for _, resource := range given.Resources {
		policy.Resources = append(policy.Resources, resource.resource(resource.ID))
	}

	return policy, input, nil
}

func (c *call) createPolicy() wire.Answer {
	wanted, _, refusal := c.policyInput()
	if refusal != nil {
		return *refusal
	}

	created, err := c.state.CreateOrganizationPolicy(c.now, wanted)
	if err != nil {
		return *invalidPolicy(err.Error())
	}

	return accepted(created)
}

// accepted is the answer to a write: the policy as it is going to be.
func accepted(policy world.OrganizationPolicy) wire.Answer {
	return wire.Answer{Status: http.StatusAccepted, Body: wire.Data[wirePolicy]{Data: newOrganizationPolicy(policy)}}
}

// policyOfPath is the policy of the path. A write finds it at once. Data security
// policies and those of other types cannot be changed here.
func (c *call) policyOfPath() (*world.OrganizationPolicy, *wire.Answer) {
	id := c.PathValue("policyId")
	if policy := c.state.OrganizationPolicyAt(id); policy != nil {
		return policy, nil
	}

	return nil, new(wire.Fail(http.StatusNotFound, wire.CodeUnknownPolicy, "Policy not found", "There is no policy "+id+" in this organization."))
}

// updatePolicy replaces a policy. Unverified: whether Atlassian keeps what a body
// leaves out. So a client that leaves something out breaks a rule.
func (c *call) updatePolicy() wire.Answer {
	policy, refusal := c.policyOfPath()
	if refusal != nil {
		return *refusal
	}

	wanted, input, refusal := c.policyInput()
	if refusal != nil {
		return *refusal
	}

	if given := input.Attributes; given.Name == nil || given.Status == nil || given.Rule == nil || given.Resources == nil {
		c.Violate("the body leaves out name, status, rule or resources: it is not known whether Atlassian keeps them")
	}

	if input.ID != "" && input.ID != policy.ID {
		return *invalidPolicy("data.id is not that of the path")
	}

	if err := c.state.UpdateOrganizationPolicy(c.now, policy, wanted); err != nil {
		return *invalidPolicy(err.Error())
	}

	return accepted(*policy)
}

func (c *call) deletePolicy() wire.Answer {
	policy, refusal := c.policyOfPath()
	if refusal != nil {
		return *refusal
	}

	c.state.DeleteOrganizationPolicy(c.now, policy)

	return wire.NoBody(http.StatusAccepted)
}

func (c *call) addPolicyResource() wire.Answer { return c.putPolicyResource(c.Text("id"), true) }

func (c *call) updatePolicyResource() wire.Answer {
	return c.putPolicyResource(c.PathValue("resourceId"), false)
}

// putPolicyResource adds a resource, or changes one that the policy applies to.
// Unverified: that adding one again changes it.
func (c *call) putPolicyResource(id string, adds bool) wire.Answer {
	policy, refusal := c.policyOfPath()
	if refusal != nil {
		return *refusal
	}

	var change wirePolicyResourceChange

	for _, refusal := range []*wire.Answer{c.strictly("links", &change.Links), c.strictly("meta", &change.Meta)} {
		if refusal != nil {
			return *refusal
		}
	}

	if !adds && !policy.AppliesTo(id) {
		return unknownAttached(id)
	}

	c.state.PutPolicyResource(c.now, policy, change.resource(id))

	return accepted(*policy)
}

func unknownAttached(id string) wire.Answer {
	return wire.Fail(http.StatusNotFound, wire.CodeUnknownAttached, "Policy resource not found", "The policy does not apply to "+id+".")
}

// deletePolicyResource removes a resource. The answer 204 has no body, although
// Atlassian documents one.
func (c *call) deletePolicyResource() wire.Answer {
	policy, refusal := c.policyOfPath()
	if refusal != nil {
		return *refusal
	}

	if id := c.PathValue("resourceId"); !c.state.RemovePolicyResource(c.now, policy, id) {
		return unknownAttached(id)
	}

	return wire.NoBody(http.StatusNoContent)
}

// validatePolicy queues a validation. Atlassian documents no 404 for a policy that
// does not exist.
func (c *call) validatePolicy() wire.Answer {
	c.state.ValidateOrganizationPolicy(c.PathValue("policyId"))

	return wire.NoBody(http.StatusAccepted)
}
