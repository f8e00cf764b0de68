// SPDX-License-Identifier: MPL-2.0

// Package gateway holds what is known of the schema of Atlassian's GraphQL gateway: the extract that the client's queries
// are written against, and that the simulator executes. It is to GraphQL what the OpenAPI documents are to the rest of
// the API, and belongs to neither side.
package gateway

import _ "embed" // of the schema

// Schema is the extract, in GraphQL's schema definition language.
//
//go:embed schema.graphqls
var Schema string
