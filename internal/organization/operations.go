// SPDX-License-Identifier: MPL-2.0

package organization

import "github.com/orgsec/terraform-provider-atlassian/internal/atlassian"

// Operation is a documented operation of Atlassian's API, for documentation pages.
type Operation = atlassian.Operation

// AsksPerson reports whether an operation is asked for with the API token of a person.
func AsksPerson(operation Operation) bool { return operation.Credential == atlassian.UserToken }

// AsksNobody reports whether an operation is public, and asked for without credentials.
func AsksNobody(operation Operation) bool { return operation.Credential == atlassian.Nobody }

// DocumentedOperation finds an operation in the client's table by its ID.
func DocumentedOperation(id string) (Operation, bool) {
	for _, operation := range atlassian.Operations() {
		if operation.ID == id {
			return operation, true
		}
	}
	return Operation{}, false
}
