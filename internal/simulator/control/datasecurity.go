// SPDX-License-Identifier: MPL-2.0

package control

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

const (
	scopeWritePolicies  = "write:policies:admin"
	scopeDeletePolicies = "delete:policies:admin"

	pathPolicy    = pathPolicies + "/{policyId}"
	pathResources = pathPolicy + "/resources"
)

// dataField is the body of a write: everything is below data, and the operation
// checks it.
var dataField = []wire.Parameter{{Name: "data", Kind: wire.KindAny, Required: true}}

// Unverified: Atlassian has not documented the bodies of these two operations. The
// first one comes from the note of a third party.
var (
	publishFields = []wire.Parameter{
		{Name: "ruleName", Enum: []string{"export", "publicLinks", "attachmentDownload", "anonymousAccess", "appAccess"}, Required: true},
		{Name: "policyOperations", Kind: wire.KindAny, Required: true},
	}
	resourcesFields = []wire.Parameter{{Name: "attach", Kind: wire.KindStrings, Unique: true}, {Name: "detach", Kind: wire.KindStrings, Unique: true}}
)

// givenRule is a rule of a data security policy. Unverified: that the subject is
// beside the effect.
type givenRule struct {
	Effect    *string `json:"effect"`
	SubjectID *string `json:"subjectId"`
}

// givenPolicy is what a write says of a data security policy. Atlassian documents
// more fields, which only an answer has.
type givenPolicy struct {
	ID         *string `json:"id"`
	Type       string  `json:"type"`
	Attributes struct {
		Type     string               `json:"type"`
		Name     *string              `json:"name"`
		Status   *string              `json:"status"`
		Rule     map[string]givenRule `json:"rule"`
		Metadata struct {
			PolicyCoverageLevel *string `json:"policyCoverageLevel"`
			Description         *string `json:"description"`
		} `json:"metadata"`
	} `json:"attributes"`
}

// dataSecurityOperations are the writes of data security policies. Atlassian has
// marked those that create and update as deprecated.
func dataSecurityOperations(w *world.World) []*wire.Operation {
	var publish bool

	w.Do(func(_ time.Time, s *world.State) { publish = s.DataSecurityPublish })

	return []*wire.Operation{
		{
			Method: "POST", Path: pathPolicies,
			Scope: scopeWritePolicies, Change: true,
			Body: dataField, Serve: within(w, (*call).createPolicy), Family: wire.FamilyControl,
			Live: wire.LiveOne(livePolicy),
		},
		{
			Method: "PUT", Path: pathPolicy,
			Scope: scopeWritePolicies, Change: true,
			Body: dataField, Serve: within(w, (*call).updatePolicy), Family: wire.FamilyControl,
			Live: wire.LiveOne(livePolicy),
		},
		{
			Method: "DELETE", Path: pathControl + "/policies/{policyId}",
			Scope: scopeDeletePolicies, Change: true,
			Serve: within(w, (*call).deletePolicy), Family: wire.FamilyControl,
		},
		{
			Method: "POST", Path: pathPolicies + "/publishDraftPolicies",
			Scope: scopeWritePolicies, Change: true,
			Body: publishFields, Serve: within(w, (*call).publishPolicies), Family: wire.FamilyControl,
			Off: !publish,
		},
		{
			Method: "GET", Path: pathResources,
			Scope: "read:policies:admin",
			Query: []wire.Parameter{{Name: "cursor"}},
			Serve: within(w, (*call).listResources), Family: wire.FamilyControl,
			Lists: true, Live: wire.LivePage(nil),
			Off: !publish,
		},
		{
			Method: "POST", Path: pathResources,
			Scope: scopeWritePolicies, Change: true,
			Body: resourcesFields, Serve: within(w, (*call).changeResources), Family: wire.FamilyControl,
			Off: !publish,
		},
	}
}

// createPolicy makes a draft. The answer shows it, and the reads do so a little later.
func (c *call) createPolicy() wire.Answer {
	wanted, refusal := c.given("")
	if refusal != nil {
		return *refusal
	}

	made, err := c.state.CreateDataSecurity(c.now, wanted)
	if err != nil {
		return c.refuse(err)
	}

	return wire.Answer{Status: http.StatusAccepted, Body: wire.Data[wirePolicy]{Data: wirePolicy{made.ID, "policy", c.dataSecurity(made)}}}
}

// updatePolicy replaces what a policy says. Unverified: a missing description is
// none, and a rule that is missing goes.
func (c *call) updatePolicy() wire.Answer {
	wanted, refusal := c.given(c.PathValue("policyId"))
	if refusal != nil {
		return *refusal
	}

	changed, err := c.state.UpdateDataSecurity(c.now, wanted)
	if err != nil {
		return c.refuse(err)
	}

	return wire.Answer{Status: http.StatusAccepted, Body: wire.Data[wirePolicy]{Data: wirePolicy{changed.ID, "policy", c.dataSecurity(changed)}}}
}

// deletePolicy deletes a data security policy. Policies of other types have
// operations of the Organizations API, which clients must use.
func (c *call) deletePolicy() wire.Answer {
	if err := c.state.DeleteDataSecurity(c.now, c.PathValue("policyId")); err != nil {
		return c.refuse(err)
	}

	return wire.NoBody(http.StatusAccepted)
}

// publishPolicies publishes one rule of some drafts.
func (c *call) publishPolicies() wire.Answer {
	var operations []struct {
		PolicyID string `json:"policyId"`
		Action   string `json:"action"`
	}

	if err := strictly(c.Values["policyOperations"], &operations); err != nil || len(operations) == 0 {
		return c.malformed(fmt.Sprintf("policyOperations must be a list of objects with policyId and action: %v", err))
	}

	var ids []string

	for _, operation := range operations {
		if operation.Action != "PUBLISH" {
			return c.malformed("policyOperations: the action must be PUBLISH")
		}

		ids = append(ids, operation.PolicyID)
	}

	if err := c.state.PublishDataSecurity(c.now, c.Text("ruleName"), ids); err != nil {
		return wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Bad request", err.Error())
	}

	return wire.NoBody(http.StatusAccepted)
}

type wireResource struct {
	ID string `json:"id"`
}

// listResources gives what a policy covers. Unverified: the form of an item.
func (c *call) listResources() wire.Answer {
	id := c.PathValue("policyId")

	at := slices.IndexFunc(c.state.DataSecurity, func(p world.DataSecurityPolicy) bool { return p.ID == id && p.Status != world.DataSecurityDeleted })
	if at < 0 {
		return c.refuse(world.ErrNotFound)
	}

	where, err := c.Page(pageSize)
	if err != nil {
		return c.InvalidCursor()
	}

	all := []wireResource{}
	for _, resource := range slices.Sorted(slices.Values(c.state.DataSecurity[at].Resources)) {
		all = append(all, wireResource{resource})
	}

	page, next := wire.SlicePage(all, func(r wireResource) string { return r.ID }, where)

	return wire.OK(newPage(c, page, where, next))
}

// changeResources attaches resources to a policy, and detaches others.
func (c *call) changeResources() wire.Answer {
	asked, err := wire.Decode[struct {
		Attach []string `json:"attach"`
		Detach []string `json:"detach"`
	}](c.Values)
	if err != nil {
		return c.malformed(err.Error())
	}

	if err := c.state.ChangeDataSecurityResources(c.PathValue("policyId"), asked.Attach, asked.Detach); err != nil {
		return c.refuse(err)
	}

	return wire.NoBody(http.StatusAccepted)
}

// given reads what a write says of a policy, and checks its form.
func (c *call) given(id string) (world.DataSecurityPolicy, *wire.Answer) {
	var said givenPolicy
	if err := strictly(c.Values["data"], &said); err != nil {
		return world.DataSecurityPolicy{}, new(c.malformed("data: " + err.Error()))
	}

	attributes := said.Attributes
	coverages := []string{world.CoverageOrganization, "UNASSIGNED", "WORKSPACE", "CONTAINER", "CLASSIFICATION", "DC_WORKSPACE"}

	switch {
	case id == "" && said.ID != nil, id != "" && (said.ID == nil || *said.ID != id):
		return world.DataSecurityPolicy{}, new(c.malformed("data.id must be that of the path, and a new policy has none"))
	case said.Type != "policy" || attributes.Type != world.PolicyDataSecurity:
		return world.DataSecurityPolicy{}, new(c.malformed("data.type must be policy, and data.attributes.type data-security"))
	case attributes.Name == nil || attributes.Rule == nil:
		return world.DataSecurityPolicy{}, new(c.malformed("data.attributes needs a name and a rule"))
	case attributes.Metadata.PolicyCoverageLevel == nil || !slices.Contains(coverages, *attributes.Metadata.PolicyCoverageLevel):
		return world.DataSecurityPolicy{}, new(c.malformed("data.attributes.metadata needs a policyCoverageLevel"))
	case id == "" && attributes.Status != nil && *attributes.Status != world.DataSecurityDraft:
		return world.DataSecurityPolicy{}, new(c.malformed("data.attributes.status: a new policy is a draft"))
	case id != "" && attributes.Status != nil && *attributes.Status != world.DataSecurityDraft && *attributes.Status != world.DataSecurityActive:
		return world.DataSecurityPolicy{}, new(c.malformed("data.attributes.status must be draft or active"))
	}

	wanted := world.DataSecurityPolicy{ID: id, Name: *attributes.Name, Coverage: *attributes.Metadata.PolicyCoverageLevel, Rules: map[string]string{}}
	if attributes.Metadata.Description != nil {
		wanted.Description = *attributes.Metadata.Description
	}

	for name, rule := range attributes.Rule {
		problem := wanted.Say(name, rule.Effect, rule.SubjectID)
		if problem != nil {
			return world.DataSecurityPolicy{}, new(c.malformed("data.attributes.rule: " + problem.Error()))
		}
	}

	return wanted, nil
}

// malformed refuses a request that no client should send.
func (c *call) malformed(problem string) wire.Answer {
	c.Violate(problem)

	return wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Bad request", problem)
}

// refuse is the answer to a write that the rules of the organization do not allow.
func (c *call) refuse(err error) wire.Answer {
	if errors.Is(err, world.ErrNotFound) {
		return wire.Fail(http.StatusNotFound, wire.CodeUnknownPolicy, "Policy not found", "There is no policy "+c.PathValue("policyId")+" in this organization.")
	}

	return wire.Fail(http.StatusBadRequest, wire.CodeInvalidBody, "Bad request", err.Error())
}

// strictly decodes a value, and refuses fields that it should not have.
func strictly(data []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()

	return decoder.Decode(into)
}

// livePolicy gives a data security policy the fields that only answers have. Others
// have seen them.
func livePolicy(_ int, policy wire.LiveObject) {
	attributes, _ := policy["attributes"].(wire.LiveObject)
	if metadata, ok := attributes["metadata"].(wire.LiveObject); ok {
		attributes["createdAt"], attributes["updatedAt"] = "2026-11-02T08:00:00.000Z", "2026-11-02T08:00:00.000Z"
		metadata["createdBy"], metadata["lastUpdatedBy"] = "ari:cloud:identity::user/5b10ac8d82e05b22cc7d4ef5", "ari:cloud:identity::user/5b10ac8d82e05b22cc7d4ef5"
	}
}
