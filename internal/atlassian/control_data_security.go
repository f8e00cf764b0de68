// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
)

const (
	dataSecurityPage = controlPages + "api-group-policies/"

	// controlV2 is the root of the second version of the Control API.
	controlV2 = "/admin/control/v2/orgs/{orgId}"

	// typeDataSecurity is the type of the policies that this file reads. The other types are in the Organizations API, too.
	typeDataSecurity = "data-security"
)

// DataSecurityPolicy says what nobody can do with data, such as export it.
type DataSecurityPolicy struct {
	// ID is opaque.
	ID string
	// Name may be empty.
	Name string
	// Type is "data-security". An answer may have policies of other types, too.
	Type string
	// Status is "draft" or "active". Others have seen "deleted". It is empty if the answer does not say.
	Status string
	// Coverage is "ORG", "WORKSPACE", "CONTAINER", "CLASSIFICATION", "DC_WORKSPACE" or "UNASSIGNED". It is empty if the answer does not say.
	Coverage string
	// Description may be empty.
	Description string
	// Rules are what the policy says, by the name of the rule, such as "export". The map is nil if the answer has no rules, or has them
	// in another form.
	Rules map[string]DataSecurityRule
}

// DataSecurityRule is a rule of a data security policy.
type DataSecurityRule struct {
	// Effect is "block" or "allow". It is empty if the rule has another form.
	Effect string
	// Subject is "all_apps" or the ARI of an app. Only the rule about apps has one. It is empty if the answer does not say.
	Subject string
	// Raw is the whole rule, as JSON.
	Raw string
}

type wireDataSecurityPolicy struct {
	ID         string `json:"id"`
	Attributes struct {
		Type     string          `json:"type"`
		Name     looseString     `json:"name"`
		Status   looseString     `json:"status"`
		Rule     json.RawMessage `json:"rule"`
		Metadata json.RawMessage `json:"metadata"`
		// QueryData is null in the answers that others have seen.
		QueryData json.RawMessage `json:"queryData"`
	} `json:"attributes"`
}

// complete refuses a policy without an ID, and one without a type: it could be of any.
func (w *wireDataSecurityPolicy) complete() error {
	return knownPolicy(w.ID, w.Attributes.Type)
}

func (w wireDataSecurityPolicy) policy() DataSecurityPolicy {
	var metadata struct {
		PolicyCoverageLevel looseString `json:"policyCoverageLevel"`
		Description         looseString `json:"description"`
	}
	_ = json.Unmarshal(w.Attributes.Metadata, &metadata) // another form says no coverage
	return DataSecurityPolicy{
		ID: w.ID, Type: w.Attributes.Type, Name: string(w.Attributes.Name), Status: string(w.Attributes.Status),
		Coverage: string(metadata.PolicyCoverageLevel), Description: string(metadata.Description), Rules: w.rules(),
	}
}

// rules reads the rules. Atlassian documents that of exports only. Its guide has the others, in the same form. An older form has
// no effect: {"export": {"blockPageExport": true}}.
func (w wireDataSecurityPolicy) rules() map[string]DataSecurityRule {
	var given map[string]json.RawMessage
	if json.Unmarshal(w.Attributes.Rule, &given) != nil || given == nil {
		return nil
	}
	rules := make(map[string]DataSecurityRule, len(given))
	for name, rule := range given {
		var said struct {
			Effect looseString `json:"effect"`
		}
		_ = json.Unmarshal(rule, &said) // another form says no effect
		one := DataSecurityRule{Effect: string(said.Effect), Raw: string(rule)}
		if name == ruleAppAccess {
			one.Subject = w.appSubject(rule)
		}
		rules[name] = one
	}
	return rules
}

// ruleAppAccess is the rule that has a subject.
const ruleAppAccess = "appAccess"

// appSubject finds whom the rule about apps is about. Unverified, and isolated here and in [wireRuleOf]: where subjectId is. So it is
// looked for beside the effect, in the metadata and in queryData.
func (w wireDataSecurityPolicy) appSubject(rule json.RawMessage) string {
	for _, place := range []json.RawMessage{rule, w.Attributes.Metadata, w.Attributes.QueryData} {
		var said struct {
			SubjectID looseString `json:"subjectId"`
		}
		if json.Unmarshal(place, &said) == nil && said.SubjectID != "" {
			return string(said.SubjectID)
		}
	}
	return ""
}

var getPoliciesV2 = documented(Operation{
	ID: "ControlCloudAPIs_getPoliciesV2", Method: http.MethodGet, Path: controlV2 + "/policies",
	Scope: "read:policies:admin", Source: dataSecurityPage, Meanings: controlMeanings, Deprecated: true,
	Does: "list data security policies",
})

// DataSecurityPolicies lists the data security policies of the organization, drafts included. Unverified: whether those that were
// deleted are in the list. Atlassian has marked the operation as deprecated, and may disable it for a time. No other one documents
// the rules of these policies.
//
// GET /admin/control/v2/orgs/{orgId}/policies; the type is repeated beside a cursor, because nothing says that the cursor replaces it
// https://developer.atlassian.com/cloud/admin/control/rest/api-group-policies/
func (c *Client) DataSecurityPolicies(ctx context.Context, organizationID string) iter.Seq2[DataSecurityPolicy, error] {
	first := request{operation: getPoliciesV2, elements: []string{organizationID}, query: url.Values{"type": {typeDataSecurity}}}
	with := func(cursor string) request {
		next := first
		next.query = url.Values{"type": {typeDataSecurity}, "cursor": {cursor}}
		return next
	}
	return pagesOf(ctx, c, first, with, wireDataSecurityPolicy.policy, func(p DataSecurityPolicy) string { return p.ID })
}

var getPolicyV2 = documented(Operation{
	ID: "ControlCloudAPIs_getPolicyV2", Method: http.MethodGet, Path: controlV2 + "/policies/{policyId}",
	Scope: "read:policies:admin", Source: dataSecurityPage, Meanings: controlMeanings, Deprecated: true,
	Does: "read a data security policy",
})

// DataSecurityPolicy reads a policy, of whatever type. Others have seen that one that was deleted can still be read, with the status
// "deleted".
//
// GET /admin/control/v2/orgs/{orgId}/policies/{policyId}
// https://developer.atlassian.com/cloud/admin/control/rest/api-group-policies/
func (c *Client) DataSecurityPolicy(ctx context.Context, organizationID, policyID string) (DataSecurityPolicy, error) {
	return readOne(ctx, c, request{operation: getPolicyV2, elements: []string{organizationID, policyID}}, wireDataSecurityPolicy.policy)
}
