// SPDX-License-Identifier: MPL-2.0

package organization

import "github.com/orgsec/terraform-provider-atlassian/internal/atlassian"

// Operation is a documented operation of Atlassian's API, for documentation pages.
type Operation = atlassian.Operation

// DocumentedOperation finds an operation in the client's table by its ID.
func DocumentedOperation(id string) (Operation, bool) {
	for _, operation := range atlassian.Operations() {
		if operation.ID == id {
			return operation, true
		}
	}
	return Operation{}, false
}
