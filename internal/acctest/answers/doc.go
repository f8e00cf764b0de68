// SPDX-License-Identifier: MPL-2.0

// Package answers answers requests with random data out of Atlassian's own OpenAPI documents: whatever a document allows, and not only
// what the simulator thinks of. Each answer is valid by its document before it is sent, and is the same whenever the same is asked.
//
// Libraries that make data of a schema were looked at: the mocks of libopenapi make one answer of the examples, cannot be seeded, and would
// load the documents without the contract's patches; the fakers for Go make data of Go types or of their own templates. So schema.go makes
// values of the schemas of kin-openapi, which the contract loads already, with rapid as the source of randomness.
package answers
