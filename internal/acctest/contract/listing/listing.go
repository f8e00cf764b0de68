// SPDX-License-Identifier: MPL-2.0

// Package listing keeps a list of what Atlassian's OpenAPI documents said when somebody last looked, and tells what has changed since.
//
// The list has no sentence of the documents, only names: of operations, and of the fields of those that the provider uses. That is why no
// library for the comparison of documents serves here: it needs the documents of both days, and they are Atlassian's.
package listing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/contract"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// Listing has the operations of each API, by the name of the API.
type Listing map[string]*API

// API is what one document says.
type API struct {
	// Reconstructed says that the list was made from a document that is no copy of Atlassian's: a difference may be an error of the list.
	Reconstructed bool `json:"reconstructed,omitempty"`
	// Operations are listed by method and path.
	Operations map[string]*Operation `json:"operations"`
}

// Operation is what the document says of one operation.
type Operation struct {
	ID         string   `json:"id,omitempty"`
	Deprecated bool     `json:"deprecated,omitempty"`
	Scopes     []string `json:"scopes,omitempty"`
	// Request and Answers are kept of the operations that the provider uses.
	Request contract.Fields            `json:"request,omitempty"`
	Answers map[string]contract.Fields `json:"answers,omitempty"`
}

// Of lists what the documents of the APIs say. Fields of answers are kept of successful ones: refusals have the form of their API.
func Of(described []contract.Operation, sources []contract.Source) Listing {
	used := make(map[string]bool)
	for _, operation := range Used() {
		used[contract.Operation{Method: operation.Method, Path: operation.Path}.Name()] = true
	}
	listed := make(Listing)
	for _, source := range sources {
		for _, one := range described {
			if one.API != source.API {
				continue
			}
			if listed[one.API] == nil {
				listed[one.API] = &API{Operations: make(map[string]*Operation)}
			}
			api := listed[one.API]
			api.Reconstructed = api.Reconstructed || one.Reconstructed
			kept := &Operation{ID: one.ID, Deprecated: one.Deprecated, Scopes: one.Scopes}
			if used[one.Name()] {
				kept.Request, kept.Answers = one.Request, make(map[string]contract.Fields)
				for status, fields := range one.Answers {
					if strings.HasPrefix(status, "2") {
						kept.Answers[status] = fields
					}
				}
			}
			api.Operations[one.Method+" "+one.Path] = kept
		}
	}
	return listed
}

// Used are the operations of the client that the documents have: neither the GraphQL gateway nor the Marketplace and the backup
// policies, which take no organization API key, is in one, nor is what is a guess.
func Used() []atlassian.Operation {
	var used []atlassian.Operation
	for _, operation := range atlassian.Operations() {
		if operation.Credential == atlassian.OrganizationKey && !operation.Guessed {
			used = append(used, operation)
		}
	}
	return used
}

// Decode reads a list.
func Decode(data []byte) (Listing, error) {
	listed := make(Listing)
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&listed); err != nil {
		return nil, fmt.Errorf("read the list of operations: %w", err)
	}
	return listed, nil
}

// Encode writes a list, sorted.
func (l Listing) Encode() ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(l); err != nil {
		return nil, err
	}
	return text.Bytes(), nil
}

// byName finds operations whatever a document calls the parameters of their paths.
func (a *API) byName() map[string]string {
	found := make(map[string]string)
	if a == nil {
		return found
	}
	for name := range a.Operations {
		method, path, _ := strings.Cut(name, " ")
		found[contract.Operation{Method: method, Path: path}.Name()] = name
	}
	return found
}
