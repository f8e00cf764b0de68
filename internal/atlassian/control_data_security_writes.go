// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"net/http"
	"net/url"
)

// DataSecurityContent is what a data security policy is to say.
type DataSecurityContent struct {
	// Name is required.
	Name string
	// Description may be empty.
	Description string
	// Coverage is required: "ORG", "WORKSPACE", "CONTAINER" or "CLASSIFICATION".
	Coverage string
	// Status is that of the policy before an update. A new policy is a draft.
	Status string
	// Rules are all rules of the policy. One with Raw is sent as it is.
	Rules map[string]DataSecurityRule
}

type wireDataSecurityContent struct {
	ID         string `json:"id,omitempty"`
	Type       string `json:"type"`
	Attributes struct {
		Type     string                     `json:"type"`
		Name     string                     `json:"name"`
		Status   string                     `json:"status,omitempty"`
		Rule     map[string]json.RawMessage `json:"rule"`
		Metadata struct {
			PolicyCoverageLevel string `json:"policyCoverageLevel"`
			Description         string `json:"description"`
		} `json:"metadata"`
	} `json:"attributes"`
}

// newDataSecurityBody is the body of a creation, which has no ID, or of an update. Its form is that of Atlassian's guide of February
// 2026. Unverified: that an update replaces all of it. So all of it is sent, also what is empty.
func newDataSecurityBody(id string, content DataSecurityContent) any {
	policy := wireDataSecurityContent{ID: id, Type: "policy"}
	attributes := &policy.Attributes
	attributes.Type, attributes.Name, attributes.Status = typeDataSecurity, content.Name, content.Status
	attributes.Metadata.PolicyCoverageLevel, attributes.Metadata.Description = content.Coverage, content.Description
	attributes.Rule = make(map[string]json.RawMessage, len(content.Rules))
	for name, rule := range content.Rules {
		attributes.Rule[name] = wireRuleOf(rule)
	}
	return struct {
		Data wireDataSecurityContent `json:"data"`
	}{policy}
}

// wireRuleOf is a rule as it is sent. Unverified, and isolated here: that the subject of the rule about apps is beside the effect.
func wireRuleOf(rule DataSecurityRule) json.RawMessage {
	if rule.Raw != "" {
		return json.RawMessage(rule.Raw)
	}
	encoded, _ := json.Marshal(struct { // texts always have a form
		Effect    string `json:"effect"`
		SubjectID string `json:"subjectId,omitempty"`
	}{rule.Effect, rule.Subject})
	return encoded
}

// Sending it twice makes two drafts.
var createPolicyV2 = documented(Operation{
	ID: "ControlCloudAPIs_createPolicyV2", Method: http.MethodPost, Path: controlV2 + "/policies",
	Scope: "write:policies:admin", Source: dataSecurityPage, Meanings: controlMeanings, Deprecated: true,
	Does:   "create data security policies",
	Repeat: Once, Success: http.StatusAccepted,
})

// CreateDataSecurityPolicy makes a draft. The reads show it a little later.
//
// POST /admin/control/v2/orgs/{orgId}/policies
// https://developer.atlassian.com/cloud/admin/control/rest/api-group-policies/
func (c *Client) CreateDataSecurityPolicy(ctx context.Context, organizationID string, content DataSecurityContent) (DataSecurityPolicy, error) {
	content.Status = "draft"
	return readOne(ctx, c, request{operation: createPolicyV2, elements: []string{organizationID}, body: newDataSecurityBody("", content)}, wireDataSecurityPolicy.policy)
}

var updatePolicyV2 = documented(Operation{
	ID: "ControlCloudAPIs_updatePolicyV2", Method: http.MethodPut, Path: controlV2 + "/policies/{policyId}",
	Scope: "write:policies:admin", Source: dataSecurityPage, Meanings: controlMeanings, Deprecated: true,
	Does:   "change data security policies",
	Repeat: Idempotent, Success: http.StatusAccepted,
})

// UpdateDataSecurityPolicy changes a policy. The reads show it a little later. Unverified: what it does to a policy that is published.
//
// PUT /admin/control/v2/orgs/{orgId}/policies/{policyId}
// https://developer.atlassian.com/cloud/admin/control/rest/api-group-policies/
func (c *Client) UpdateDataSecurityPolicy(ctx context.Context, organizationID, policyID string, content DataSecurityContent) error {
	_, err := readOne(ctx, c, request{operation: updatePolicyV2, elements: []string{organizationID, policyID}, body: newDataSecurityBody(policyID, content)}, wireDataSecurityPolicy.policy)
	return err
}

var deletePolicyControl = documented(Operation{
	ID: "ControlCloudAPIs_deletePolicy", Method: http.MethodDelete, Path: control + "/policies/{policyId}",
	Scope: "delete:policies:admin", Source: dataSecurityPage, Meanings: controlMeanings,
	Repeat: Idempotent, Success: http.StatusAccepted, Empty: true,
})

// DeleteDataSecurityPolicy deletes a policy. It is the only operation that does so: the second version of the API has none. Others have
// seen that a draft can still be read afterwards, with the status "deleted".
//
// DELETE /admin/control/v1/orgs/{orgId}/policies/{policyId}
// https://developer.atlassian.com/cloud/admin/control/rest/api-group-policies/
func (c *Client) DeleteDataSecurityPolicy(ctx context.Context, organizationID, policyID string) error {
	return c.do(ctx, request{operation: deletePolicyControl, elements: []string{organizationID, policyID}}, nil)
}

var publishDraftPolicies = documented(Operation{
	ID: "ControlCloudAPIs_publishDraftPolicies", Method: http.MethodPost, Path: controlV2 + "/policies/publishDraftPolicies",
	Scope: "write:policies:admin", Source: dataSecurityPage, Meanings: controlMeanings,
	Repeat: Once, Success: http.StatusAccepted, Empty: true,
})

// PublishDataSecurityRule publishes one rule of a policy.
//
// POST /admin/control/v2/orgs/{orgId}/policies/publishDraftPolicies
// https://developer.atlassian.com/cloud/admin/control/rest/api-group-policies/
//
// Unverified, and isolated here: the operation certainly exists, and publishes "by a bulk request for a specific ruleName". The body
// comes from the note of a third party. A read of the policy shows the result.
func (c *Client) PublishDataSecurityRule(ctx context.Context, organizationID, policyID, rule string) error {
	type policyOperation struct {
		PolicyID string `json:"policyId"`
		Action   string `json:"action"`
	}
	body := struct {
		RuleName         string            `json:"ruleName"`
		PolicyOperations []policyOperation `json:"policyOperations"`
	}{rule, []policyOperation{{policyID, "PUBLISH"}}}
	return c.do(ctx, request{operation: publishDraftPolicies, elements: []string{organizationID}, body: body}, nil)
}

// wireCovered is something that a data security policy covers.
type wireCovered struct {
	ID looseString `json:"id"`
}

func (w *wireCovered) complete() error {
	if w.ID == "" {
		return errors.New("a resource of a policy has no ID")
	}
	return nil
}

func (w wireCovered) id() string { return string(w.ID) }

var getResourcesV2 = documented(Operation{
	ID: "ControlCloudAPIs_getResourcesV2", Method: http.MethodGet, Path: controlV2 + "/policies/{policyId}/resources",
	Scope: "read:policies:admin", Source: controlPages + "api-group-resources/", Meanings: controlMeanings,
})

// DataSecurityResources lists the ARIs of what a policy covers, if it does not cover the organization. Unverified: that each item of
// the list has its ARI in id. An answer of another form is an error.
//
// GET /admin/control/v2/orgs/{orgId}/policies/{policyId}/resources
// https://developer.atlassian.com/cloud/admin/control/rest/api-group-resources/
func (c *Client) DataSecurityResources(ctx context.Context, organizationID, policyID string) iter.Seq2[string, error] {
	first := request{operation: getResourcesV2, elements: []string{organizationID, policyID}}
	with := func(cursor string) request {
		next := first
		next.query = url.Values{"cursor": {cursor}}
		return next
	}
	return pagesOf(ctx, c, first, with, wireCovered.id, func(id string) string { return id })
}

var attachDetachResourcesV2 = documented(Operation{
	ID: "ControlCloudAPIs_attachDetachResourcesV2", Method: http.MethodPost, Path: controlV2 + "/policies/{policyId}/resources",
	Scope: "write:policies:admin", Source: controlPages + "api-group-resources/", Meanings: controlMeanings,
	Repeat: Once, Success: http.StatusAccepted, Empty: true,
})

// ChangeDataSecurityResources adds resources to what a policy covers, and removes others.
//
// POST /admin/control/v2/orgs/{orgId}/policies/{policyId}/resources
// https://developer.atlassian.com/cloud/admin/control/rest/api-group-resources/
//
// Unverified, and isolated here: the operation certainly exists, to "add or remove resources". Its body is a guess. A read of the
// resources shows the result.
func (c *Client) ChangeDataSecurityResources(ctx context.Context, organizationID, policyID string, attach, detach []string) error {
	body := struct {
		Attach []string `json:"attach,omitempty"`
		Detach []string `json:"detach,omitempty"`
	}{attach, detach}
	return c.do(ctx, request{operation: attachDetachResourcesV2, elements: []string{organizationID, policyID}, body: body}, nil)
}
