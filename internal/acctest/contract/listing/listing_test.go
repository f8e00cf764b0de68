// SPDX-License-Identifier: MPL-2.0

package listing_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract/listing"
)

const (
	before = `openapi: 3.0.3
info: {title: Groups, version: "1"}
servers: [{url: https://api.example/admin}]
paths:
  /v2/orgs/{orgId}/directories/{directoryId}/groups:
    post:
      operationId: createGroup
      x-atlassian-scopes: [write:groups]
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties:
                name: {type: string, description: A sentence of the vendor.}
                kind: {type: string, enum: [open, closed]}
                old: {type: object, properties: {inside: {type: string}}}
      responses:
        "201": {description: made}
        "409": {description: there is one, content: {application/json: {schema: {type: object}}}}
  /v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}:
    get:
      operationId: getGroup
      responses:
        "200":
          description: the group
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Group"}
    delete: {operationId: deleteGroup, deprecated: true, responses: {"204": {description: gone}}}
  /v9/unused:
    get: {operationId: unused, responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}}
  /v9/going:
    get: {operationId: going, responses: {"200": {description: ok}}}
components:
  schemas:
    Group:
      type: object
      properties:
        id: {type: string}
        members: {type: array, items: {type: object, properties: {email: {type: string}}}}
        parent: {$ref: "#/components/schemas/Group"}
        labels: {type: object, additionalProperties: {type: integer}}
`
	now = `openapi: 3.0.3
info: {title: Groups, version: "2"}
servers: [{url: https://api.example}]
paths:
  /admin/v2/orgs/{org}/directories/{directory}/groups:
    post:
      operationId: makeGroup
      deprecated: true
      x-atlassian-scopes: [write:groups, read:groups]
      parameters: [{name: quiet, in: query, required: true, schema: {type: boolean}}]
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [kind]
              properties:
                name: {type: string}
                kind: {type: string, enum: [open, closed, secret]}
      responses:
        "202": {description: soon}
        "409": {description: there is one}
  /admin/v2/orgs/{org}/directories/{directory}/groups/{group}:
    get:
      operationId: getGroup
      responses:
        "200":
          description: the group
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Group"}
    delete: {operationId: deleteGroup, responses: {"204": {description: gone}}}
  /admin/v9/unused:
    get: {operationId: unused, responses: {"200": {description: ok, content: {application/json: {schema: {type: object, properties: {b: {type: string}}}}}}}}
  /admin/v9/coming:
    get: {operationId: coming, deprecated: true, responses: {"200": {description: ok}}}
components:
  schemas:
    Group:
      type: object
      properties:
        id: {type: integer}
        members: {type: array, nullable: true, items: {type: object, properties: {email: {type: string}, address: {type: object, properties: {city: {type: string}}}}}}
        parent: {$ref: "#/components/schemas/Group"}
        labels: {type: object, additionalProperties: {type: integer}}
`
)

// listed writes a document into a folder and lists it.
func listed(t *testing.T, api, text string) listing.Listing {
	t.Helper()
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(folder+"/"+api+".openapi.yaml", []byte(text), 0o600))
	described, err := contract.Describe(t.Context(), folder)
	require.NoError(t, err)
	return listing.Of(described, []contract.Source{{API: api}})
}

// A list survives being written and read, and says nothing but names and types.
func TestListing(t *testing.T) {
	t.Parallel()
	one := listed(t, "groups", before)
	text, err := one.Encode()
	require.NoError(t, err)
	assert.NotContains(t, string(text), "sentence of the vendor")
	read, err := listing.Decode(text)
	require.NoError(t, err)
	assert.Empty(t, listing.Compare(one, read))
	assert.Empty(t, listing.Compare(read, one))

	group := read["groups"].Operations["GET /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}"]
	assert.Equal(t, map[string]contract.Fields{"200": {
		"body": "object", "id": "string", "members": "array", "members.*": "object", "members.*.email": "string",
		"labels": "object", "labels.(any name)": "integer", "parent": "object",
	}}, group.Answers, "a schema that holds itself is entered once")
	create := read["groups"].Operations["POST /admin/v2/orgs/{orgId}/directories/{directoryId}/groups"]
	assert.Equal(t, &listing.Operation{
		ID: "createGroup", Scopes: []string{"write:groups"},
		Request: contract.Fields{"body": "object", "name": "string, required", "kind": "string (closed, open)", "old": "object", "old.inside": "string"},
		Answers: map[string]contract.Fields{"201": {}},
	}, create)
	assert.Equal(t, &listing.Operation{ID: "unused"}, read["groups"].Operations["GET /admin/v9/unused"], "fields are listed of what the provider uses")

	_, err = listing.Decode([]byte(`{"groups":{"operation":{}}}`))
	require.ErrorContains(t, err, "read the list of operations")
}

func TestCompare(t *testing.T) {
	t.Parallel()
	text := listing.Markdown(listing.Compare(listed(t, "groups", before), listed(t, "groups", now)), []string{"a patch\n that is stale"}, listing.Longest)
	assert.Equal(t, "## Operations that the provider uses\n"+`
### groups

* `+"`DELETE /admin/v2/orgs/{org}/directories/{directory}/groups/{group}`"+`
  * It is no longer deprecated.
* `+"`GET /admin/v2/orgs/{org}/directories/{directory}/groups/{group}`"+`
  * The field `+"`id`"+` of the answer 200 is now: integer. It was: string.
  * The field `+"`members`"+` of the answer 200 is now: array, nullable. It was: array.
  * The field `+"`members.*.address`"+` of the answer 200 is new: object.
* `+"`POST /admin/v2/orgs/{org}/directories/{directory}/groups`"+`
  * It is deprecated now.
  * Its ID is now `+"`makeGroup`, and was `createGroup`"+`.
  * Its scopes are now `+"`write:groups`, `read:groups`, and were `write:groups`"+`.
  * The field `+"`?quiet`"+` of the request is new: boolean, required.
  * The field `+"`kind`"+` of the request is now: string (closed, open, secret), required. It was: string (closed, open).
  * The field `+"`name`"+` of the request is now: string. It was: string, required.
  * The field `+"`old`"+` of the request is gone. It was: object.
  * The answer 201 is gone.
  * The answer 202 is new.

## Other operations

### groups

* `+"`GET /admin/v9/coming`"+`
  * It is new.
  * It is deprecated.
* `+"`GET /admin/v9/going`"+`
  * It is gone.

## Defects that the documents no longer have

* a patch that is stale
`, text)
}

func TestCompareDocuments(t *testing.T) {
	t.Parallel()
	one := listed(t, "groups", before)
	assert.Contains(t, listing.Markdown(listing.Compare(one, listing.Listing{}), nil, listing.Longest), "There is no document, so nothing was compared.")
	assert.Contains(t, listing.Markdown(listing.Compare(listing.Listing{}, one), nil, listing.Longest), "The list does not have this API.")
	assert.Empty(t, listing.Markdown(listing.Compare(one, one), nil, listing.Longest))

	made := listed(t, "groups", before)
	made["groups"].Reconstructed = true
	made["shelves"] = made["groups"]
	delete(made["groups"].Operations, "DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}")
	assert.Equal(t, `## Operations that the provider uses

### groups

The list was made without Atlassian's document, from its pages. A difference may be an error of the list.

* `+"`DELETE /admin/v2/orgs/{orgId}/directories/{directoryId}/groups/{groupId}`"+`
  * It is new.
  * It is deprecated.

### shelves

There is no document, so nothing was compared.
`, listing.Markdown(listing.Compare(made, one), nil, listing.Longest))
}

// GitHub does not take longer texts.
func TestMarkdownIsBounded(t *testing.T) {
	t.Parallel()
	text := listing.Markdown(listing.Compare(listed(t, "groups", before), listed(t, "groups", now)), nil, 500)
	assert.Less(t, len(text), 600)
	assert.Contains(t, text, "* It is no longer deprecated.\n")
	assert.Contains(t, text, "20 more lines do not fit here. To see them, run `make contract-documents contract-difference`.\n")
}

// The list in this repository has every operation that the provider calls, with its fields, also where there are no documents.
func TestTheListHasWhatTheProviderUses(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/operations.json")
	require.NoError(t, err)
	list, err := listing.Decode(data)
	require.NoError(t, err)
	for _, source := range contract.Sources() {
		assert.Contains(t, list, source.API)
	}
	found := make(map[string]bool)
	for _, api := range list {
		for name, operation := range api.Operations {
			found[name] = len(operation.Answers) > 0
		}
	}
	for _, operation := range listing.Used() {
		assert.True(t, found[operation.Name()], "%s: make contract-difference ACCEPT=1 lists its fields", operation.Name())
	}
	text, err := list.Encode()
	require.NoError(t, err)
	assert.Equal(t, string(text), string(data), "the list is as the program writes it")
}
