// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"errors"
	"fmt"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Patch mends one defect of one document, in memory.
type Patch struct {
	// API is the name of the document up to its first dot.
	API string
	// Defect says what is wrong, and how one knows.
	Defect string
	// Apply mends it. It fails when the defect isn't there any more. Then the
	// patch is stale: the documents load without it, and a test wants it gone.
	Apply func(doc *openapi3.T) error
}

// patches are all the known defects of the documents that stand in the way of a
// fair check. Nothing else about the documents is changed.
//
// Known and left alone: examples that contradict their schema (not validated);
// 13 operations without operationId (never used); `format: uuid` on the account
// IDs of the role operations, which are no UUIDs (that format isn't validated);
// request bodies that aren't marked as required (request.go checks that a body
// whose schema has required fields isn't left out).
var patches = []Patch{
	{
		API:    "organization",
		Defect: "DELETE …/policies/{policyId}/resources/{resourceId} answers 204 with a body, which HTTP does not have",
		Apply: func(doc *openapi3.T) error {
			path := doc.Paths.Value("/v1/orgs/{orgId}/policies/{policyId}/resources/{resourceId}")
			if path == nil || path.Delete == nil {
				return errors.New("the operation is gone")
			}
			answer := path.Delete.Responses.Value("204")
			if answer == nil || answer.Value == nil || answer.Value.Content == nil {
				return errors.New("the answer has no body")
			}
			answer.Value.Content = nil
			return nil
		},
	},
	{
		API: "organization",
		Defect: "the rule of an IP allowlist has allowMobileBypass in the Control API, whose policies are the same ones; " +
			"that this API takes it is unverified",
		Apply: func(doc *openapi3.T) error {
			rule, err := schema(doc, "AllowIfContainedRule")
			if err != nil {
				return err
			}
			if rule.Properties["allowMobileBypass"] != nil {
				return errors.New("the schema has it")
			}
			rule.Properties["allowMobileBypass"] = openapi3.NewSchemaRef("", openapi3.NewBoolSchema())
			return nil
		},
	},
	{
		API: "organization",
		Defect: `MultiDirectoryGroupDetails.data.counts has "type": "GroupCounts" beside its $ref, which is no type of JSON; ` +
			"it is the object that the $ref names",
		Apply: func(doc *openapi3.T) error {
			details, err := schema(doc, "MultiDirectoryGroupDetails")
			if err != nil {
				return err
			}
			data := details.Properties["data"]
			if data == nil || data.Value == nil || data.Value.Properties["counts"] == nil {
				return errors.New("the schema has no data.counts")
			}
			counts, err := schema(doc, "GroupCounts")
			if err != nil {
				return err
			}
			data.Value.Properties["counts"] = &openapi3.SchemaRef{Ref: "#/components/schemas/GroupCounts", Value: counts}
			return nil
		},
	},
	{
		API: "organization",
		Defect: "…/users/{userId} (GET) and …/users/{accountId} (DELETE) are one path under two parameter names, " +
			"which OpenAPI forbids; the GET itself refers to a parameter named accountId",
		Apply: func(doc *openapi3.T) error {
			const users = "/v2/orgs/{orgId}/directories/{directoryId}/users/"
			one, other := doc.Paths.Value(users+"{accountId}"), doc.Paths.Value(users+"{userId}")
			if one == nil || other == nil {
				return errors.New("one of the two paths is gone")
			}
			if one.Get != nil || other.Get == nil {
				return errors.New("the methods of the two paths have changed")
			}
			one.Get = other.Get
			doc.Paths.Delete(users + "{userId}")
			return nil
		},
	},
	{
		API: "organization",
		Defect: "userDirectoryStatus of a role assignment is null for roles of the organization and of sites, as its text says; " +
			"nullable beside a $ref has no effect",
		Apply: func(doc *openapi3.T) error {
			return nullable(doc, "MultiDirectoryUserRoleAssignment", "userDirectoryStatus")
		},
	},
	{
		API:    "user-management",
		Defect: "the pattern of AccountId ends in a line break, so that no account ID matches it, not even the document's own example",
		Apply: func(doc *openapi3.T) error {
			account, err := schema(doc, "AccountId")
			if err != nil {
				return err
			}
			if !strings.HasSuffix(account.Pattern, "\n") {
				return errors.New("the pattern has no line break at its end")
			}
			account.Pattern = strings.TrimSuffix(account.Pattern, "\n")
			return nil
		},
	},
	{
		API: "user-management",
		Defect: "the discriminator of Manageability.Rule.Simple is a boolean, and OpenAPI allows texts only; " +
			"its two forms tell themselves apart without one",
		Apply: func(doc *openapi3.T) error {
			rule, err := schema(doc, "Manageability.Rule.Simple")
			if err != nil {
				return err
			}
			if rule.Discriminator == nil || rule.Discriminator.PropertyName != "allowed" {
				return errors.New("the schema has no discriminator named allowed")
			}
			rule.Discriminator = nil
			return nil
		},
	},
}

func schema(doc *openapi3.T, name string) (*openapi3.Schema, error) {
	if doc.Components == nil || doc.Components.Schemas[name] == nil || doc.Components.Schemas[name].Value == nil {
		return nil, fmt.Errorf("there is no schema %s", name)
	}
	return doc.Components.Schemas[name].Value, nil
}
