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
func DocumentedOperation(id string) (Operation, bool) { return atlassian.OperationByID(id) }

// DocumentedOperations are all operations of the client's table, sorted by ID.
func DocumentedOperations() []Operation { return atlassian.Operations() }

// Quoted is a text that is not ours, such as the name of a group, as a message shows it: in quotation marks and escaped.
func Quoted(text string) string { return atlassian.Quoted(text) }

// Word is [Quoted] for what is one word nearly always, such as an ID or a scope: without quotation marks where it is one.
func Word(text string) string { return atlassian.Word(text) }

// Words are several, with commas between them.
func Words(texts []string) string { return atlassian.Words(texts) }

// Escaped writes out what does not print, except for the characters of keep. A text that is escaped already stays as it is.
func Escaped(text, keep string) string { return atlassian.Escaped(text, keep) }
